import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameCodec } from '../../lib/codec/FrameCodec.js';
import { strayPlace } from '../../lib/core/DiskWrite.js';
import { Effects } from '../../lib/core/Effects.js';
import { InStreams } from '../../lib/core/InStreams.js';
import { utf8, utf8Length } from '../../lib/wire/Bytes.js';
import { Limits } from '../../lib/wire/Limits.js';
import { conversation, device, message } from './people.js';

test('a stray that was kept is no stream to say positions of, and an id may come twice from then on', () => {
  const effects = new Effects();
  const streams = new InStreams({ pendingEntries: 1_000, pendingBytes: 1 << 20 }, effects, () => {});
  const entry = { seq: 5, id: message(5), hlc: 5n, body: utf8('x'), after: 0 };
  const stream = { conv: conversation(1), device: device(2), epoch: '7' };
  const place = strayPlace(stream, entry);
  streams.restore({ stream: place, seq: 5, mark: BigInt(place.epoch), readSeq: 0 });
  assert.deepEqual(
    streams.positions(65_536, () => true),
    [],
  );
  streams.handleEntries({ type: 'entries', ...stream, stored: false, entries: [entry] }, 'relay', 1, 1);
  const write = /** @type {any} */ (effects.poll());
  assert.equal(write.writes[0].again, true);
});

test('of one device only so many streams begin at once, and then one every 10 s', () => {
  const streams = new InStreams({ pendingEntries: 1_000, pendingBytes: 1 << 20 }, new Effects(), () => {});
  const come = (/** @type {number} */ from, /** @type {number} */ epoch, /** @type {number} */ nowMs) => {
    const stream = { conv: conversation(1), device: device(from), epoch: String(epoch) };
    const entries = [{ seq: 1, id: message(epoch), hlc: 5n, body: utf8('x'), after: 0 }];
    streams.handleEntries({ type: 'entries', ...stream, stored: false, entries }, 'direct', 1, nowMs);
    return streams.positions(65_536, () => true).flat().length;
  };
  for (let epoch = 1; epoch <= 40; epoch++) {
    come(2, epoch, 1);
  }
  assert.equal(come(2, 40, 10_000), 16);
  assert.equal(come(2, 41, 10_001), 17);
  assert.equal(come(2, 42, 10_001), 17);
  assert.equal(come(3, 1, 10_001), 18, 'another device');
  assert.equal(come(2, 1, 10_001), 18, 'one that is known');
});

test('of one device only so many streams hold something; what goes on in order frees a place', () => {
  const streams = new InStreams({ pendingEntries: 1_000, pendingBytes: 1 << 20 }, new Effects(), () => {});
  const come = (/** @type {number} */ from, /** @type {number} */ epoch, /** @type {number} */ seq) => {
    const stream = { conv: conversation(1), device: device(from), epoch: String(epoch) };
    const entries = [{ seq, id: message(epoch * 10 + seq), hlc: 5n, body: utf8('x'), after: seq - 1 }];
    streams.handleEntries({ type: 'entries', ...stream, stored: false, entries }, 'direct', 1, 1);
    return streams
      .positions(65_536, () => true)
      .flat()
      .filter(({ held }) => held.length > 0).length;
  };
  for (let epoch = 1; epoch <= 9; epoch++) {
    come(2, epoch, 2);
  }
  assert.equal(come(2, 8, 3), 8, 'who holds may hold more');
  assert.equal(come(3, 1, 2), 9, 'another device');
  come(2, 1, 1);
  assert.equal(come(2, 9, 2), 9);
});

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

const GRACE = { conv: conversation(1), device: device(2), epoch: '9' };
const EVE = { conv: conversation(1), device: device(3), epoch: '9' };
const MINUTE_MS = 60_000;

/** Streams of others with a disk that is durable at once. */
class Inbox {
  nowMs = 0;
  /** When whose stream said again what it lacks. @type {string[]} */
  restated = [];
  /** The ids of all that was told. @type {string[]} */
  told = [];
  #effects = new Effects();
  streams = new InStreams({ pendingEntries: 1_000, pendingBytes: 1 << 20 }, this.#effects, () => {});

  /**
   * An entry that follows the one before it.
   *
   * @param {import('../../lib/wire/StreamId.js').StreamId} stream @param {number} seq @param {number} id
   */
  come(stream, seq, id) {
    const entries = [{ seq, id: message(id), hlc: BigInt(seq), body: utf8('x'), after: seq - 1 }];
    this.streams.handleEntries({ type: 'entries', ...stream, stored: false, entries }, 'relay', 1, this.nowMs);
    this.#drain();
  }

  #drain() {
    for (let effect = this.#effects.poll(); effect !== null; effect = this.#effects.poll()) {
      if (effect.effect === 'persist') {
        this.streams.handleDurable(effect.ticket, new Map(), this.nowMs);
      } else if (effect.effect === 'tell' && effect.event.event === 'message-arrived') {
        this.told.push(effect.event.entry.id);
      }
    }
  }

  /** @param {number} ms */
  pass(ms) {
    const end = this.nowMs + ms;
    while (this.streams.deadlineMs() <= end) {
      this.nowMs = Math.max(this.nowMs, this.streams.deadlineMs());
      this.streams.handleTimeout((from) => this.restated.push(`${from.at(-1)} at ${this.nowMs / 1_000}`), this.nowMs);
      this.#drain();
    }
    this.nowMs = end;
  }
}

test('a frame is not empty though the channel takes less than a position', () => {
  const inbox = new Inbox();
  inbox.come(GRACE, 1, 1);
  inbox.come(EVE, 1, 2);
  assert.deepEqual(
    inbox.streams.positions(10, () => true).map(({ length }) => length),
    [1, 1],
  );
});

test('what is lacking is said again with pauses that only its own stream shortens', () => {
  const inbox = new Inbox();
  inbox.come(GRACE, 2, 2);
  for (let seq = 1; inbox.nowMs < 2 * MINUTE_MS; seq++) {
    inbox.come(EVE, seq, 100 + seq);
    inbox.pass(1_000);
  }
  assert.deepEqual(inbox.restated, ['2 at 5', '2 at 15', '2 at 35', '2 at 75']);
});

test('one that has gone on says so soon again', () => {
  const inbox = new Inbox();
  inbox.come(GRACE, 2, 2);
  inbox.pass(16_000);
  inbox.come(GRACE, 4, 4);
  inbox.come(GRACE, 1, 1);
  inbox.pass(6_000);
  assert.deepEqual(inbox.restated, ['2 at 5', '2 at 15', '2 at 21']);
});

test('a stray is no progress', () => {
  const inbox = new Inbox();
  inbox.come(GRACE, 1, 1);
  inbox.come(GRACE, 3, 3);
  for (let i = 0; i < 11; i++) {
    inbox.pass(MINUTE_MS);
    inbox.come(GRACE, 1, 100 + i);
  }
  assert.ok(inbox.told.includes(message(3)));
});

test('what is missing is not waited for for ever', () => {
  const inbox = new Inbox();
  inbox.come(GRACE, 2, 2);
  inbox.pass(10 * MINUTE_MS - 1);
  assert.deepEqual(inbox.told, []);
  inbox.pass(1);
  assert.deepEqual(inbox.told, [message(2)]);
  assert.equal(inbox.streams.deadlineMs(), Infinity);
});

test('the time does not run while the device sleeps', () => {
  const inbox = new Inbox();
  inbox.come(GRACE, 2, 2);
  inbox.nowMs += 60 * MINUTE_MS;
  inbox.pass(9 * MINUTE_MS);
  assert.deepEqual(inbox.told, []);
  inbox.pass(MINUTE_MS + 5_000);
  assert.deepEqual(inbox.told, [message(2)]);
});
