import { check } from '../wire/check.js';
import { RangeSet } from './RangeSet.js';
import { SeqMap } from './SeqMap.js';

/**
 * An entry that waits for its turn, and the path on which it came.
 *
 * @typedef {{ entry: import('../wire/types.js').AddressedEntry, from: import('./Path.js').Path }} Held
 */

/** What came before its turn, bounded together with what is handed over. Owned by one receiver. */
export class HoldBuffer {
  /** @type {SeqMap<Held>} */
  #waiting = new SeqMap();
  #limits;
  #pendingEntries = 0;
  #pendingBytes = 0;

  /** @param {import('./ReceiverLimits.js').ReceiverLimits} limits */
  constructor(limits) {
    this.#limits = limits;
  }

  /**
   * Keeps an entry; over the limit those farthest ahead go. Of two copies the newer one stays, with the lower `after`:
   * each `after` ever sent remains true.
   *
   * @param {Held} held
   * @param {number} handedThrough
   */
  put(held, handedThrough) {
    let kept = held;
    const old = this.#waiting.delete(held.entry.seq);
    if (old !== undefined) {
      this.release(old);
      if (old.entry.after < held.entry.after) {
        kept = { entry: { ...held.entry, after: old.entry.after }, from: held.from };
      }
    }
    this.#waiting.set(kept.entry.seq, kept);
    this.#pendingEntries++;
    this.#pendingBytes += kept.entry.body.length;
    while (this.#over() && this.#evict(handedThrough)) {
      // Until it fits.
    }
  }

  /**
   * Drops the entry farthest ahead whose turn it is not; a lone entry may stay whatever its size.
   *
   * @param {number} handedThrough
   */
  #evict(handedThrough) {
    for (let i = this.#waiting.size() - 1; i >= 0; i--) {
      const held = this.#waiting.at(i);
      if (held.entry.after > handedThrough) {
        this.#waiting.delete(held.entry.seq);
        this.release(held);
        return true;
      }
    }
    if (this.#pendingEntries === 1) {
      return false;
    }
    const last = this.#waiting.delete(this.#waiting.lastKey());
    if (last !== undefined) {
      this.release(last);
    }
    return last !== undefined;
  }

  /**
   * Removes and returns the entry whose turn it is, still counted as pending; null for none. It need not be the first:
   * those before it may wait for what will never come, and then its `after` skips them.
   *
   * @param {number} handedThrough
   * @returns {Held | null}
   */
  takeNext(handedThrough) {
    const waiting = this.#waiting;
    while (!waiting.isEmpty() && waiting.firstKey() <= handedThrough) {
      this.release(waiting.at(0));
      waiting.delete(waiting.firstKey());
    }
    for (let i = 0; i < waiting.size(); i++) {
      const held = waiting.at(i);
      if (held.entry.after <= handedThrough) {
        waiting.delete(held.entry.seq);
        return held;
      }
    }
    return null;
  }

  /** What the first that waits follows is not waited for any more. @param {number} handedThrough */
  skipHole(handedThrough) {
    if (!this.#waiting.isEmpty()) {
      const { entry, from } = this.#waiting.at(0);
      const after = Math.min(entry.after, handedThrough);
      this.#waiting.set(entry.seq, { entry: { ...entry, after }, from });
    }
  }

  /**
   * The entry is committed or dropped.
   *
   * @param {Held} held
   */
  release(held) {
    this.#pendingEntries--;
    this.#pendingBytes -= held.entry.body.length;
    check(this.#pendingEntries >= 0 && this.#pendingBytes >= 0, `pending count at ${held.entry.seq}`);
  }

  seqs() {
    const seqs = new RangeSet();
    for (let i = 0; i < this.#waiting.size(); i++) {
      seqs.add(this.#waiting.keyAt(i));
    }
    return seqs;
  }

  isEmpty() {
    return this.#waiting.isEmpty();
  }

  pendingEntries() {
    return this.#pendingEntries;
  }

  pendingBytes() {
    return this.#pendingBytes;
  }

  #over() {
    return this.#pendingEntries > this.#limits.pendingEntries || this.#pendingBytes > this.#limits.pendingBytes;
  }
}
