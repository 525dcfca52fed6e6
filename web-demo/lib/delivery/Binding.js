import { NO_MARK, nextMark } from '../wire/Marks.js';
import { SeqMap } from './SeqMap.js';

/** Of up to so many entries that may or may not have been received each set is tried. */
const EACH_SET = 6;

/**
 * Of up to so many each run without a gap is tried, some 2,000 folds, and of more each that begins with the first or ends
 * with the last, the shortest first. Any other set looks foreign and is not: the sender begins anew for nothing, which is
 * harmless and rare.
 */
const EACH_RUN = 64;

/**
 * Hashes for one question, some milliseconds; what would take more looks foreign, too. A mark costs nothing to invent, and
 * must not be dear to look at.
 */
const HASHES = 250_000;

/** Most that are remembered. */
const DOUBTFUL = 1024;

/** @typedef {{ seq: number, id: string }} Doubtful */

/**
 * Whether a mark is that of the entries which this sender has given the numbers that it goes with (DLV-20). Owned by one
 * `TargetQueue`.
 */
export class Binding {
  #queue;

  /**
   * Refused for good after they were sent: a copy may have arrived all the same.
   *
   * @type {SeqMap<string>}
   */
  #doubtful = new SeqMap();
  /** Left for the question that is being answered. */
  #hashesLeft = 0;

  /** @param {import('./TargetQueue.js').TargetQueue} queue */
  constructor(queue) {
    this.#queue = queue;
  }

  /**
   * An entry that was sent is given up.
   *
   * @param {number} seq
   * @param {string} id
   */
  handleGivenUp(seq, id) {
    if (seq > this.#queue.deliveredThrough) {
      this.#doubtful.set(seq, id);
      if (this.#doubtful.size() > DOUBTFUL) {
        this.#doubtful.delete(this.#doubtful.firstKey());
      }
    }
  }

  /** Another target was perhaps given the same. @param {Binding} other */
  copyTo(other) {
    for (let i = 0; i < this.#doubtful.size(); i++) {
      other.handleGivenUp(this.#doubtful.keyAt(i), this.#doubtful.at(i));
    }
  }

  /** Everything through the cursor is answered for. */
  handleDelivered() {
    while (!this.#doubtful.isEmpty() && this.#doubtful.firstKey() <= this.#queue.deliveredThrough) {
      this.#doubtful.delete(this.#doubtful.firstKey());
    }
  }

  /**
   * Whether what the target has is what was sent to it from here (DLV-20); `cursor` is not below what it had acked.
   *
   * @param {number} cursor
   * @param {bigint} mark
   */
  binds(cursor, mark) {
    const { deliveredThrough, deliveredMark } = this.#queue;
    return cursor === deliveredThrough
      ? cursor === 0 || mark === deliveredMark || deliveredMark === NO_MARK // kept by a program that knew no marks
      : this.holds(cursor, mark);
  }

  /**
   * Whether `mark` is that of a target which has everything up to `cursor`. It may have begun anew with an `after` of 0,
   * sent before its cursor was known here; and one that seemed to have gone back may not have: a position was late.
   *
   * @param {number} cursor
   * @param {bigint} mark
   */
  holds(cursor, mark) {
    const { deliveredThrough, deliveredMark, mostDelivered, mostMark } = this.#queue;
    this.#hashesLeft = HASHES;
    return (
      this.#holds(cursor, mark, deliveredThrough, deliveredMark) ||
      (deliveredMark !== NO_MARK && this.#holds(cursor, mark, deliveredThrough, NO_MARK)) ||
      (mostDelivered > deliveredThrough &&
        cursor >= mostDelivered &&
        this.#holds(cursor, mark, mostDelivered, mostMark))
    );
  }

  /**
   * @param {number} cursor
   * @param {bigint} mark
   * @param {number} fromSeq
   * @param {bigint} fromMark
   */
  #holds(cursor, mark, fromSeq, fromMark) {
    /** @type {Doubtful[]} */
    const maybe = [];
    const doubtful = this.#doubtful;
    for (let i = doubtful.indexFrom(fromSeq + 1); i < doubtful.size() && doubtful.keyAt(i) <= cursor; i++) {
      maybe.push({ seq: doubtful.keyAt(i), id: doubtful.at(i) });
    }
    // What comes before the first of them is the same in each set.
    const sure = maybe.length === 0 ? cursor : maybe[0].seq - 1;
    const sureMark = this.#fold(sure, fromSeq, fromMark, [], () => false);
    for (const arrived of sets(maybe.length)) {
      if (this.#hashesLeft <= 0) {
        return false;
      }
      if (mark === this.#fold(cursor, sure, sureMark, maybe, arrived)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param {number} cursor
   * @param {number} fromSeq
   * @param {bigint} fromMark
   * @param {Doubtful[]} maybe
   * @param {(index: number) => boolean} arrived which of them are in it
   */
  #fold(cursor, fromSeq, fromMark, maybe, arrived) {
    const { items } = this.#queue;
    let mark = fromMark;
    let next = 0;
    const maybeBelow = (/** @type {number} */ end) => {
      for (; next < maybe.length && maybe[next].seq < end; next++) {
        mark = arrived(next) ? this.#next(mark, maybe[next].seq, maybe[next].id) : mark;
      }
    };
    for (let i = items.indexFrom(fromSeq + 1); i < items.size() && items.keyAt(i) <= cursor; i++) {
      const { seq, out } = items.at(i);
      maybeBelow(seq);
      mark = this.#next(mark, seq, out.id);
    }
    maybeBelow(Infinity);
    return mark;
  }

  /** @param {bigint} mark @param {number} seq @param {string} id */
  #next(mark, seq, id) {
    this.#hashesLeft--;
    return nextMark(mark, seq, id);
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

/**
 * Which of `count` entries may have arrived.
 *
 * @param {number} count
 * @returns {Generator<(index: number) => boolean>}
 */
function* sets(count) {
  if (count <= EACH_SET) {
    for (let set = 0; set < 1 << count; set++) {
      yield (i) => ((set >> i) & 1) !== 0;
    }
    return;
  }
  yield () => false;
  if (count > EACH_RUN) {
    for (let length = 1; length <= count; length++) {
      yield (i) => i < length;
      yield (i) => i >= count - length;
    }
    return;
  }
  for (let from = 0; from < count; from++) {
    for (let to = from + 1; to <= count; to++) {
      yield (i) => i >= from && i < to;
    }
  }
}
