import { RangeSet } from './RangeSet.js';
import { TargetItem } from './TargetItem.js';
import { NEVER } from './TargetQueue.js';

/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */

/** How late a position may come: less than a receiver waits before it says it again. */
const LATE_MS = 2_000;

/**
 * Targets whose disk went back in time: what they had acked they lack again, and wait for it with everything that came
 * after. They get it once more from the own transcript (DLV-23). Owned by one `Sender`.
 */
export class Returns {
  #outbox;
  #effects;
  #limits;

  /**
   * @param {import('./Outbox.js').Outbox} outbox
   * @param {import('./Deque.js').Deque<import('./SendEffect.js').SendEffect>} effects
   * @param {import('./SenderLimits.js').SenderLimits} limits
   */
  constructor(outbox, effects, limits) {
    this.#outbox = outbox;
    this.#effects = effects;
    this.#limits = limits;
  }

  /**
   * A position below what was acked, from a target that holds something. It may be late: only one that says so again
   * some time later, and no more in between, has gone back. Even then nothing changes before the entries are read; what
   * it says until then it says again.
   *
   * @param {TargetQueue} queue
   * @param {import('../wire/types.js').StreamPosition} position
   * @param {number} nowMs
   */
  seemsBack(queue, position, nowMs) {
    if (queue.seemsBackSinceMs === NEVER) {
      queue.seemsBackSinceMs = nowMs;
    }
    // The answer to an earlier question must not pass for that to another: it may lack the first.
    if (queue.reading || nowMs - queue.seemsBackSinceMs < LATE_MS) {
      return;
    }
    queue.seemsBackSinceMs = nowMs;
    queue.wentBackTo = position;
    this.#ask(queue, Math.max(position.cursor + 1, queue.firstSeq), queue.mostDelivered);
  }

  /**
   * The target has as much as it ever had.
   *
   * @param {TargetQueue} queue
   */
  handleCaughtUp(queue) {
    queue.missing = null;
    queue.wentBackTo = null;
    queue.seemsBackSinceMs = NEVER;
  }

  /**
   * A position has come, or entries are settled: once none is open of what was read before, more of what is missing is
   * asked for.
   *
   * @param {TargetQueue} queue
   */
  handleSettled(queue) {
    const { missing, reading, items } = queue;
    if (missing !== null && !reading && (items.isEmpty() || items.firstKey() >= missing[0])) {
      this.#ask(queue, Math.max(missing[0], queue.deliveredThrough + 1), missing[1]);
    }
  }

  /**
   * What was read for it.
   *
   * @param {TargetQueue} queue
   * @param {import('../wire/types.js').Entry[]} entries
   * @param {number} throughSeq
   */
  again(queue, entries, throughSeq) {
    queue.reading = false;
    const { missing } = queue;
    if (missing === null) {
      return;
    }
    const lower = queue.wentBackTo;
    if (lower !== null) {
      queue.wentBackTo = null;
      queue.deliveredThrough = lower.cursor;
      queue.deliveredMark = lower.mark;
      queue.held = RangeSet.of(lower.held);
    }
    let done = throughSeq;
    let added = false; // one passes a full outbox: what fills it may wait for it
    for (const entry of entries) {
      if (entry.seq <= queue.deliveredThrough || queue.items.has(entry.seq)) {
        continue;
      }
      if (added && !this.#outbox.fits(entry.body.length)) {
        done = entry.seq - 1;
        break;
      }
      let out = this.#outbox.get(entry.seq);
      if (out === undefined) {
        out = this.#outbox.add(entry);
        out.committed = true;
      }
      this.#outbox.addTarget(out);
      // It was delivered once: what becomes of it now is not told again.
      queue.add(new TargetItem(out, queue.deliveredThrough, undefined, 'delivered'));
      added = true;
    }
    queue.missing = done >= missing[1] ? null : [done + 1, missing[1]];
    if (!added && done === throughSeq) {
      this.handleSettled(queue);
    }
  }

  /**
   * @param {TargetQueue} queue
   * @param {number} fromSeq
   * @param {number} throughSeq
   */
  #ask(queue, fromSeq, throughSeq) {
    queue.missing = fromSeq > throughSeq ? null : [fromSeq, throughSeq];
    if (queue.missing !== null) {
      queue.reading = true;
      const most = this.#limits.transcriptEntries;
      this.#effects.add({ effect: 'need-again', target: queue.device, fromSeq, throughSeq, most });
    }
  }
}
