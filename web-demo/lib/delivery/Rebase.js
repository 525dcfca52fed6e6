import { RangeSet } from './RangeSet.js';
import { NEVER } from './TargetQueue.js';

/** @typedef {import('./TargetItem.js').TargetItem} TargetItem */
/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */

/**
 * Takes custody back and cancels rows at the server (DLV-12). Owned by one `Facts`.
 *
 * Invariants: it is on disk that entries are no longer stored before the cancel of their rows goes out; each cancel has a
 * number of its own, which the server's answer repeats; what is cancelled waits to be posted with an `after` that leaves
 * no hole.
 */
export class Rebase {
  #outbox;
  #effects;
  #lastRef = 0;

  /**
   * @param {import('./Outbox.js').Outbox} outbox
   * @param {import('./Deque.js').Deque<import('./SendEffect.js').SendEffect>} effects
   */
  constructor(outbox, effects) {
    this.#outbox = outbox;
    this.#effects = effects;
  }

  /**
   * A queue that is full of what comes after `first` would never take it: those rows wait for it at the target, and it
   * waits for their room.
   *
   * @param {TargetQueue} queue
   * @param {TargetItem} first
   */
  makeRoomFor(queue, first) {
    let through = 0;
    for (let i = queue.items.indexFrom(first.seq + 1); i < queue.items.size(); i++) {
      const item = queue.items.at(i);
      through = item.custody === 'stored' ? item.seq : through;
    }
    this.cancelThrough(queue, through);
  }

  /**
   * Cancels the rows of a target through `throughSeq` and makes the entries wait to be posted with an `after` that
   * leaves no hole; 0 for nothing to do.
   *
   * @param {TargetQueue} queue
   * @param {number} throughSeq
   */
  cancelThrough(queue, throughSeq) {
    if (throughSeq === 0) {
      return;
    }
    const takenBack = new RangeSet();
    let onServer = queue.path === 'relay';
    const items = queue.items;
    for (let i = 0; i < items.size() && items.keyAt(i) <= throughSeq; i++) {
      const item = items.at(i);
      onServer ||= item.custody !== 'none';
      if (item.custody === 'stored') {
        takenBack.add(item.seq);
      }
      this.#outbox.takeBack(item);
      queue.fly(item, 'waiting');
    }
    this.#takingBack(queue, takenBack);
    if (onServer) {
      queue.cancelGeneration = queue.generation;
      queue.cancelThrough = Math.max(queue.cancelThrough, throughSeq);
      queue.staleThrough = Math.max(queue.staleThrough, throughSeq);
      queue.staleUntilRef = NEVER;
      this.#cancelWhenTakenBack(queue);
    }
  }

  /**
   * What the server called stored and does not confirm it has lost.
   *
   * @param {TargetQueue} queue
   */
  takeBackLost(queue) {
    const lost = new RangeSet();
    for (let i = 0; i < queue.items.size(); i++) {
      const item = queue.items.at(i);
      if (item.custody === 'stored' && !item.confirmed) {
        lost.add(item.seq);
        this.#outbox.takeBack(item);
        queue.postAgain(item);
      }
    }
    this.#takingBack(queue, lost);
  }

  /**
   * It is on disk that custody is over.
   *
   * @param {TargetQueue} queue
   */
  takenBack(queue) {
    queue.takingBack--;
    this.#cancelWhenTakenBack(queue);
  }

  /**
   * Asks the server to delete a target's rows; returns the number that its answer repeats.
   *
   * @param {string} target
   * @param {number} throughSeq
   */
  cancel(target, throughSeq) {
    this.#effects.add({ effect: 'cancel-rows', target, throughSeq, ref: ++this.#lastRef });
    return this.#lastRef;
  }

  /**
   * @param {TargetQueue} queue
   * @param {RangeSet} seqs
   */
  #takingBack(queue, seqs) {
    if (!seqs.isEmpty()) {
      queue.takingBack++;
      this.#effects.add({ effect: 'custody-taken-back', target: queue.device, seqs: seqs.toList() });
    }
  }

  /** @param {TargetQueue} queue */
  #cancelWhenTakenBack(queue) {
    if (queue.takingBack === 0 && queue.cancelThrough > 0) {
      queue.staleUntilRef = this.cancel(queue.device, queue.cancelThrough);
      queue.cancelThrough = 0;
    }
  }
}
