import { NO_MARK, nextMark } from './Marks.js';

/** @typedef {import('./TargetItem.js').TargetItem} TargetItem */

/**
 * Most entries that may or may not have been received and are tried both ways; 2^6 folds. With more, a mark may look
 * foreign that is not, and the sender begins anew for nothing.
 */
const DOUBTFUL = 6;

/**
 * Whether a mark is that of the entries which this sender has given the numbers that it goes with (DLV-20). Owned by one
 * `TargetQueue`.
 */
export class Binding {
  #queue;

  /**
   * Refused for good after they were sent: a copy may have arrived all the same.
   *
   * @type {{ seq: number, id: string }[]} ascending
   */
  #doubtful = [];

  /** @param {import('./TargetQueue.js').TargetQueue} queue */
  constructor(queue) {
    this.#queue = queue;
  }

  /**
   * An entry that was sent is given up.
   *
   * @param {TargetItem} item
   */
  handleGivenUp({ seq, out }) {
    if (seq > this.#queue.deliveredThrough) {
      const known = this.#doubtful.filter((entry) => entry.seq !== seq);
      this.#doubtful = [...known, { seq, id: out.id }].sort((a, b) => a.seq - b.seq).slice(-DOUBTFUL);
    }
  }

  /** Everything through the cursor is answered for. */
  handleDelivered() {
    this.#doubtful = this.#doubtful.filter((entry) => entry.seq > this.#queue.deliveredThrough);
  }

  /**
   * Whether `mark` is that of a target which has everything up to `cursor`.
   *
   * @param {number} cursor
   * @param {bigint} mark
   */
  holds(cursor, mark) {
    const maybe = this.#doubtful.filter(({ seq }) => seq > this.#queue.deliveredThrough && seq <= cursor);
    for (let which = 0; which < 1 << maybe.length; which++) {
      if (mark === this.#fold(cursor, maybe, which)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param {number} cursor
   * @param {{ seq: number, id: string }[]} maybe
   * @param {number} which of them are in it, one bit each
   */
  #fold(cursor, maybe, which) {
    const { items, deliveredMark } = this.#queue;
    let mark = deliveredMark;
    let next = 0;
    const maybeBelow = (/** @type {number} */ end) => {
      for (; next < maybe.length && maybe[next].seq < end; next++) {
        if ((which >> next) & 1) {
          mark = nextMark(mark, maybe[next].seq, maybe[next].id);
        }
      }
    };
    for (let i = 0; i < items.size() && items.keyAt(i) <= cursor; i++) {
      const { seq, out } = items.at(i);
      maybeBelow(seq);
      mark = nextMark(mark, seq, out.id);
    }
    maybeBelow(Infinity);
    return mark;
  }

  /**
   * The fold of what `ranges` name, from 0; undefined when not all of it is known here.
   *
   * @param {import('../wire/types.js').Range[]} ranges
   */
  foldOf(ranges) {
    let mark = NO_MARK;
    for (const [from, through] of ranges) {
      const items = this.#queue.items.between(from, through);
      if (items.length !== through - from + 1) {
        return undefined;
      }
      for (const { seq, out } of items) {
        mark = nextMark(mark, seq, out.id);
      }
    }
    return mark;
  }
}
