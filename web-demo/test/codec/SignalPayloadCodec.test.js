import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignalPayloadCodec } from '../../lib/codec/SignalPayloadCodec.js';
import { CANDIDATE_CHARS, MID_CHARS, SDP_CHARS } from '../../lib/signaling/SignalPayload.js';
import { Limits } from '../../lib/wire/Limits.js';

/** @typedef {import('../../lib/signaling/SignalPayload.js').SignalPayload} SignalPayload */

test('what is written is read again', () => {
  /** @type {SignalPayload[]} */
  const payloads = [
    { type: 'offer', session: 1, round: 1, sdp: 'v=0\r\n' },
    { type: 'answer', session: Limits.SEQ_END - 1, round: 2 ** 31 - 1, sdp: '"\\\u0001é' },
    { type: 'candidate', session: 7, mid: '', index: 0, candidate: '' },
    { type: 'candidate', session: 7, mid: '0', index: 255, candidate: 'candidate:1' },
    { type: 'bye', session: 7 },
  ];
  for (const payload of payloads) {
    assert.deepEqual(SignalPayloadCodec.decode(SignalPayloadCodec.encode(payload)), { ok: true, payload });
  }
});

test('what does not fit is refused', () => {
  const wrong = [
    '[]',
    '{"type":"bye","session":1',
    '{"type":"bye","session":1}{}',
    '{"type":"bye","session":1,"session":2}',
    '{"type":"bye"}',
    '{"type":"bye","session":0}',
    '{"type":"bye","session":9007199254740992}',
    '{"type":"bye","session":"1"}',
    '{"type":"bye","session":1.5}',
    '{"type":"bye","session":1.0}',
    '{"type":"bye","session":1e3}',
    '{"session":1}',
    '{"type":"hang-up","session":1}',
    '{"type":"offer","session":1,"round":1}',
    '{"type":"offer","session":1,"round":1,"sdp":""}',
    '{"type":"offer","session":1,"sdp":"v=0"}',
    '{"type":"answer","session":1,"round":0,"sdp":"v=0"}',
    '{"type":"answer","session":1,"round":2147483648,"sdp":"v=0"}',
    '{"type":"candidate","session":1,"mid":"0","index":0}',
    '{"type":"candidate","session":1,"mid":"0","index":256,"candidate":""}',
    '{"type":"candidate","session":1,"index":0,"candidate":""}',
  ];
  for (const text of wrong) {
    assert.equal(SignalPayloadCodec.decode(text).ok, false, text);
  }
});

test('what is too long is refused', () => {
  const write = SignalPayloadCodec.encode;
  const wrong = [
    write({ type: 'offer', session: 1, round: 1, sdp: 'x'.repeat(SDP_CHARS + 1) }),
    write({ type: 'candidate', session: 1, mid: '0', index: 0, candidate: 'x'.repeat(CANDIDATE_CHARS + 1) }),
    write({ type: 'candidate', session: 1, mid: 'x'.repeat(MID_CHARS + 1), index: 0, candidate: '' }),
    `{"type":"bye","session":1,"more":"${'x'.repeat(Limits.SIGNAL_CHARS)}"}`,
    `{"type":"bye","session":1,"more":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    '{"type":"bye","session":99999999999999999999}',
  ];
  for (const text of wrong) {
    assert.equal(SignalPayloadCodec.decode(text).ok, false, text.slice(0, 100));
  }
});
