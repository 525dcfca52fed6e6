import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameCodec } from '../../lib/codec/FrameCodec.js';
import { Effects } from '../../lib/core/Effects.js';
import { InStreams } from '../../lib/core/InStreams.js';
import { utf8, utf8Length } from '../../lib/wire/Bytes.js';
import { Limits } from '../../lib/wire/Limits.js';
import { conversation, device, message } from './people.js';

test('what is held in many streams is said in frames that every path takes', () => {
  const streams = new InStreams({ pendingEntries: 1_000, pendingBytes: 1 << 20 }, new Effects(), () => {});
  for (let n = 0; n < 300; n++) {
    const entries = [];
    for (let i = 0; i < Limits.RANGES; i++) {
      const seq = Limits.SEQ_END - 1_000 + 2 * i;
      entries.push({ seq, id: message(i), hlc: BigInt(i), body: utf8('x'), after: seq - 1 });
    }
    const stream = { conv: conversation(n), device: device(2), epoch: String(2n ** 64n - 1n) };
    streams.handleEntries({ type: 'entries', ...stream, stored: false, entries }, 'relay', 1, 1);
  }
  const said = [];
  for (const positions of streams.positions(65_536, () => true)) {
    const text = FrameCodec.encode({ type: 'have', in: positions, out: [] });
    assert.ok(utf8Length(text) <= Limits.CHANNEL_FRAME_BYTES);
    assert.ok(FrameCodec.decode(text, 'peer').ok);
    said.push(...positions);
  }
  assert.equal(said.length, 300);
  assert.ok(said.every(({ held }) => held.length === Limits.RANGES));
});
