import { NEVER } from './TargetQueue.js';

/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */

/** Applies a change of the way to a target to its queue (DLV-8). Owned by one `Sender`. */
export class Routes {
  #outbox;
  #facts;

  /** @param {import('./Outbox.js').Outbox} outbox @param {import('./Facts.js').Facts} facts */
  constructor(outbox, facts) {
    this.#outbox = outbox;
    this.#facts = facts;
  }

  /**
   * Another path: everything unacked is sent again in order.
   *
   * @param {TargetQueue} queue @param {import('./Path.js').Path} path @param {number} generation
   */
  path(queue, path, generation) {
    queue.path = path;
    queue.generation = generation;
    queue.writable = true;
    if (path !== 'direct') {
      for (let i = 0; i < queue.items.size(); i++) {
        const item = queue.items.at(i);
        this.#outbox.unpost(item);
        this.#outbox.dropBody(item.out);
      }
    }
    queue.startPath();
    if (path === 'relay') {
      this.#facts.cancelThrough(queue, queue.brokenThrough());
    }
  }

  /**
   * Another use of the server beside a channel. Without it nothing that was posted counts.
   *
   * @param {TargetQueue} queue @param {import('./Beside.js').Beside} beside @param {number} channelBytes
   */
  beside(queue, beside, channelBytes) {
    queue.detour.set(beside, channelBytes);
    if (queue.path === 'direct' && beside === 'none') {
      queue.retryAtMs = NEVER;
      for (let i = 0; i < queue.items.size(); i++) {
        const item = queue.items.at(i);
        if (item.custody === 'posted') {
          this.#outbox.unpost(item);
          queue.postAgain(item);
        }
      }
    }
  }
}
