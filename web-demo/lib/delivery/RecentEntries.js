/** Half of what a sender has in flight on a channel: most repetitions are told without a disk. */
const ENTRIES = 512;

/**
 * The last entries that a receiver handed over: tells a repetition from another entry under the same number. Bounded;
 * what is older is not known. Owned by one `Receiver`.
 */
export class RecentEntries {
  /** @type {{ seq: number, id: string }[]} */
  #entries = [];

  /** @param {import('../wire/types.js').Entry} entry */
  add({ seq, id }) {
    this.#entries[seq % ENTRIES] = { seq, id };
  }

  /** @param {number} seq */
  remove(seq) {
    if (this.#entries[seq % ENTRIES]?.seq === seq) {
      delete this.#entries[seq % ENTRIES];
    }
  }

  /**
   * Whether this very entry was handed over not long ago.
   *
   * @param {import('../wire/types.js').Entry} entry
   */
  contains({ seq, id }) {
    const known = this.#entries[seq % ENTRIES];
    return known?.seq === seq && known.id === id;
  }
}
