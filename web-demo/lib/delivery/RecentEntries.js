/** Half of what a sender has in flight on a channel: most repetitions are told without a disk. */
const ENTRIES = 512;

/**
 * The last entries that a receiver handed over: tells a repetition from another entry under the same number, and the
 * mark at a number. Bounded; what is older is not known. Owned by one `Receiver`.
 */
export class RecentEntries {
  /** @type {{ seq: number, id: string, mark: bigint }[]} */
  #entries = [];

  /**
   * @param {import('../wire/types.js').Entry} entry
   * @param {bigint} mark
   */
  add({ seq, id }, mark) {
    this.#entries[seq % ENTRIES] = { seq, id, mark };
  }

  /** @param {number} seq */
  remove(seq) {
    if (this.#at(seq)) {
      delete this.#entries[seq % ENTRIES];
    }
  }

  /**
   * Whether this very entry was handed over not long ago.
   *
   * @param {import('../wire/types.js').Entry} entry
   */
  contains(entry) {
    return this.#at(entry.seq)?.id === entry.id;
  }

  /**
   * The mark at a number, undefined when it is not known any more.
   *
   * @param {number} seq
   */
  markAt(seq) {
    return this.#at(seq)?.mark;
  }

  /** @param {number} seq */
  #at(seq) {
    const entry = this.#entries[seq % ENTRIES];
    return entry?.seq === seq ? entry : undefined;
  }
}
