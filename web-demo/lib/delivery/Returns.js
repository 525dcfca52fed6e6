import { TargetItem } from './TargetItem.js';

/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */

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
   * A position below what was acked, from a target that holds something above it.
   *
   * @param {TargetQueue} queue
   * @param {import('../wire/types.js').StreamPosition} position
   * @param {import('./RangeSet.js').RangeSet} held
   */
  wentBack(queue, position, held) {
    const lostThrough = Math.max(queue.deliveredThrough, queue.missing?.[1] ?? 0);
    queue.deliveredThrough = position.cursor;
    queue.deliveredMark = position.mark;
    queue.held = held;
    this.#ask(queue, Math.max(position.cursor + 1, queue.firstSeq), lostThrough);
  }

  /**
   * An ack has come: more of what is missing may be asked for.
   *
   * @param {TargetQueue} queue
   */
  handleDelivered(queue) {
    const { missing, items } = queue;
    if (missing !== null && (items.isEmpty() || items.firstKey() >= missing[0])) {
      this.#ask(queue, ...missing);
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
    const { missing } = queue;
    if (missing === null) {
      return;
    }
    let done = throughSeq;
    let added = false;
    for (const entry of entries) {
      if (entry.seq <= queue.deliveredThrough || queue.items.has(entry.seq)) {
        continue;
      }
      if (!this.#outbox.fits(entry.body.length)) {
        done = entry.seq - 1;
        break;
      }
      let out = this.#outbox.get(entry.seq);
      if (out === undefined) {
        out = this.#outbox.add(entry);
        out.committed = true;
      }
      this.#outbox.addTarget(out);
      queue.add(new TargetItem(out, queue.deliveredThrough, undefined, 'sent'));
      added = true;
    }
    queue.missing = done >= missing[1] ? null : [done + 1, missing[1]];
    if (!added && done === throughSeq) {
      this.handleDelivered(queue);
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
      const most = this.#limits.transcriptEntries;
      this.#effects.add({ effect: 'need-again', target: queue.device, fromSeq, throughSeq, most });
    }
  }
}
