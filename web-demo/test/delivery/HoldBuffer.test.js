import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoldBuffer } from '../../lib/delivery/HoldBuffer.js';
import { Random } from '../Random.js';

/** @typedef {import('../../lib/delivery/HoldBuffer.js').Held} Held */

/**
 * @param {number} seq
 * @param {number} after
 * @param {number} bytes
 * @returns {Held}
 */
function held(seq, after, bytes) {
  return { entry: { seq, id: `m${seq}`, hlc: BigInt(seq), body: new Uint8Array(bytes), after }, from: 'relay' };
}

/** The rules of DLV-10 over a plain list, without a thought of speed. */
class NaiveHold {
  /** @type {Held[]} */
  waiting = [];
  /** @type {Held[]} handed over and not committed */
  handed = [];

  /**
   * @param {number} maxEntries
   * @param {number} maxBytes
   */
  constructor(maxEntries, maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  entries() {
    return this.waiting.length + this.handed.length;
  }

  bytes() {
    return [...this.waiting, ...this.handed].reduce((sum, { entry }) => sum + entry.body.length, 0);
  }

  /**
   * @param {Held} held
   * @param {number} handedThrough
   */
  put(held, handedThrough) {
    const { entry } = held;
    const old = this.waiting.find((one) => one.entry.seq === entry.seq);
    const after = Math.min(entry.after, old?.entry.after ?? Infinity);
    this.waiting = this.waiting.filter((one) => one !== old);
    this.waiting.push({ ...held, entry: { ...entry, after } });
    this.waiting.sort((a, b) => a.entry.seq - b.entry.seq);
    while (this.entries() > this.maxEntries || this.bytes() > this.maxBytes) {
      const early = this.waiting.filter((one) => one.entry.after > handedThrough);
      const doomed = early.length > 0 ? early.pop() : this.entries() > 1 ? this.waiting[this.waiting.length - 1] : null;
      if (!doomed) {
        return;
      }
      this.waiting = this.waiting.filter((one) => one !== doomed);
    }
  }

  /** @param {number} handedThrough */
  takeNext(handedThrough) {
    this.waiting = this.waiting.filter((one) => one.entry.seq > handedThrough);
    const next = this.waiting.find((one) => one.entry.after <= handedThrough) ?? null;
    this.waiting = this.waiting.filter((one) => one !== next);
    return next;
  }
}

test('keeps, drops and gives what the naive rules would', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = new Random(seed);
    const limits = { pendingEntries: random.int(2, 9), pendingBytes: random.int(20, 200) };
    const hold = new HoldBuffer(limits);
    const naive = new NaiveHold(limits.pendingEntries, limits.pendingBytes);
    let handedThrough = 0;
    for (let step = 0; step < 60; step++) {
      const seq = handedThrough + random.int(1, 12);
      const one = held(seq, random.int(Math.max(0, seq - 4), seq), random.int(0, 40));
      hold.put(one, handedThrough);
      naive.put(one, handedThrough);
      for (let next = hold.takeNext(handedThrough); next !== null; next = hold.takeNext(handedThrough)) {
        const expected = naive.takeNext(handedThrough);
        assert.deepEqual(next, expected, `seed ${seed}, step ${step}`);
        naive.handed.push(next);
        handedThrough = next.entry.seq;
      }
      assert.equal(naive.takeNext(handedThrough), null);
      if (random.int(0, 3) === 0) {
        naive.handed.splice(0).forEach((done) => hold.release(done));
      }
      assert.equal(hold.pendingEntries(), naive.entries());
      assert.equal(hold.pendingBytes(), naive.bytes());
      assert.equal(hold.isEmpty(), naive.waiting.length === 0);
      const seqs = naive.waiting.map(({ entry }) => entry.seq);
      assert.deepEqual(
        seqs.filter((each) => hold.seqs().contains(each)),
        seqs,
      );
    }
  }
});

test('a lone entry over the limit of bytes is handed over all the same', () => {
  const hold = new HoldBuffer({ pendingEntries: 2, pendingBytes: 3 });
  hold.put(held(1, 0, 10), 0);
  assert.equal(hold.takeNext(0)?.entry.seq, 1);
});

test('releasing what is not pending is a bug that shows', () => {
  const hold = new HoldBuffer({ pendingEntries: 2, pendingBytes: 3 });
  assert.throws(() => hold.release(held(1, 0, 1)), /pending count/);
});
