import { RangeSet } from './RangeSet.js';

/** @typedef {import('../wire/types.js').Range} Range */

/**
 * What a device has acked, entry by entry, and has not been told to have read: nothing else becomes read, however far a
 * marker reaches (DLV-25). Confined to its owner.
 */
export class Unread {
  #seqs = new RangeSet();
  /** Read through, as the device said; may run ahead of its acks. */
  #saidThrough = 0;

  /**
   * Takes over what was on disk.
   *
   * @param {number} firstSeq
   * @param {number} deliveredThrough
   * @param {number} readThrough
   * @param {Range[]} refused what is not among the delivered
   */
  restore(firstSeq, deliveredThrough, readThrough, refused) {
    this.#saidThrough = readThrough;
    const fromSeq = Math.max(firstSeq, readThrough + 1);
    if (fromSeq <= deliveredThrough) {
      this.#seqs.add(fromSeq, deliveredThrough);
      refused.forEach(([from, through]) => this.#seqs.remove(from, through));
    }
  }

  /** @param {RangeSet} delivered */
  delivered(delivered) {
    delivered.toList().forEach(([from, through]) => this.#seqs.add(from, through));
  }

  /** @param {number} throughSeq */
  read(throughSeq) {
    this.#saidThrough = Math.max(this.#saidThrough, throughSeq);
  }

  /** What has become read by a marker and the cursor of its device; once. @param {number} deliveredThrough */
  takeRead(deliveredThrough) {
    const through = Math.min(this.#saidThrough, deliveredThrough);
    const read = new RangeSet();
    for (const [from, last] of this.#seqs.toList()) {
      if (from <= through) {
        read.add(from, Math.min(last, through));
      }
    }
    if (!read.isEmpty()) {
      this.#seqs.remove(1, through);
    }
    return read;
  }
}
