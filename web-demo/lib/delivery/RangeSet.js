import { check } from '../wire/check.js';

/** @typedef {import('../wire/types.js').Range} Range */

/** A set of sequence numbers kept as runs that do not touch. Confined to its owner. */
export class RangeSet {
  /** @type {Range[]} ascending, not touching; its arrays are never handed out */
  #runs = [];

  /**
   * A set of the given ranges, which may touch, overlap and be in any order.
   *
   * @param {Range[]} ranges
   */
  static of(ranges) {
    const set = new RangeSet();
    for (const range of ranges) {
      set.add(range[0], range[1]);
    }
    return set;
  }

  /**
   * Adds a run, both ends inclusive; one number when only that is given.
   *
   * @param {number} fromSeq
   * @param {number} throughSeq
   */
  add(fromSeq, throughSeq = fromSeq) {
    check(fromSeq >= 1 && throughSeq >= fromSeq, `run ${fromSeq}..${throughSeq}`);
    const runs = this.#runs;
    // Mostly at the end.
    const last = runs.length === 0 ? undefined : runs[runs.length - 1];
    if (last === undefined || fromSeq > last[1] + 1) {
      runs.push([fromSeq, throughSeq]);
      return;
    }
    if (fromSeq >= last[0]) {
      last[1] = Math.max(last[1], throughSeq);
      return;
    }
    const first = this.#endingFrom(fromSeq - 1);
    let from = fromSeq;
    let through = throughSeq;
    let end = first;
    while (end < runs.length && runs[end][0] <= through + 1) {
      from = Math.min(from, runs[end][0]);
      through = Math.max(through, runs[end][1]);
      end++;
    }
    runs.splice(first, end - first, [from, through]);
  }

  /**
   * Removes a run, both ends inclusive.
   *
   * @param {number} fromSeq
   * @param {number} throughSeq
   */
  remove(fromSeq, throughSeq = fromSeq) {
    check(throughSeq >= fromSeq, `run ${fromSeq}..${throughSeq}`);
    const runs = this.#runs;
    const first = this.#endingFrom(fromSeq);
    /** @type {Range[]} */
    const left = [];
    let end = first;
    while (end < runs.length && runs[end][0] <= throughSeq) {
      const [from, through] = runs[end];
      if (from < fromSeq) {
        left.push([from, fromSeq - 1]);
      }
      if (through > throughSeq) {
        left.push([throughSeq + 1, through]);
      }
      end++;
    }
    if (end > first) {
      runs.splice(first, end - first, ...left);
    }
  }

  /**
   * Whether `seq` is in the set.
   *
   * @param {number} seq
   */
  contains(seq) {
    const at = this.#endingFrom(seq);
    return at < this.#runs.length && this.#runs[at][0] <= seq;
  }

  /** Whether nothing is in the set. */
  isEmpty() {
    return this.#runs.length === 0;
  }

  /** The highest number, 0 when empty. */
  lastSeq() {
    return this.#runs.length === 0 ? 0 : this.#runs[this.#runs.length - 1][1];
  }

  /** Empties the set. */
  clear() {
    this.#runs = [];
  }

  /**
   * All runs, or the first `max`, ascending, not touching.
   *
   * @param {number} max
   * @returns {Range[]}
   */
  toList(max = Infinity) {
    /** @type {Range[]} */
    const list = [];
    for (let i = 0; i < this.#runs.length && i < max; i++) {
      list.push([this.#runs[i][0], this.#runs[i][1]]);
    }
    return list;
  }

  /**
   * The index of the first run that ends at `seq` or later.
   *
   * @param {number} seq
   */
  #endingFrom(seq) {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#runs[middle][1] < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
