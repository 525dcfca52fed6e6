import { Limits } from '../wire/Limits.js';
import { ENTRIES_OVERHEAD } from './FrameSizes.js';

/** @typedef {import('./TargetItem.js').TargetItem} TargetItem */

/**
 * What of one target's entries goes by the server although a channel is open: what the channel cannot carry, and
 * everything while it is late with an answer. What the server has of it is in the custody of each item; how it stands on
 * the channel does not change. Owned by one `TargetQueue`.
 */
export class Detour {
  channelBytes = Limits.CHANNEL_FRAME_BYTES;
  #queue;
  /** @type {import('./Beside.js').Beside} */
  #beside = 'none';
  #scanFrom = 1;

  /** @param {import('./TargetQueue.js').TargetQueue} queue */
  constructor(queue) {
    this.#queue = queue;
  }

  /** @param {import('./Beside.js').Beside} what @param {number} bytes */
  set(what, bytes) {
    this.#beside = what;
    this.channelBytes = Math.min(bytes, Limits.CHANNEL_FRAME_BYTES);
    this.#scanFrom = 1;
  }

  /** Whether there is a channel, and the server beside it. */
  open() {
    return this.#queue.path === 'direct' && this.#beside !== 'none';
  }

  /** Whether there is a channel that cannot carry `item`, however long it waits. @param {TargetItem} item */
  needs(item) {
    return this.#queue.path === 'direct' && ENTRIES_OVERHEAD + item.channelBytes() > this.channelBytes;
  }

  /** An entry may have to be posted again. @param {number} seq */
  lookFrom(seq) {
    this.#scanFrom = Math.min(this.#scanFrom, seq);
  }

  /** What the target holds has changed: what it dropped is lacked again. */
  lookAgain() {
    if (this.#beside === 'all') {
      this.#scanFrom = 1;
    }
  }

  /** The first entry to post now, at most `throughSeq`; null when there is none. @param {number} throughSeq */
  next(throughSeq) {
    const { items } = this.#queue;
    if (!this.open()) {
      return null;
    }
    for (let i = items.indexFrom(this.#scanFrom); i < items.size(); i++) {
      const item = items.at(i);
      if (item.seq > this.#queue.through(throughSeq)) {
        break;
      }
      this.#scanFrom = item.seq;
      if (item.custody === 'none' && (this.needs(item) || (this.#beside === 'all' && this.#queue.lacks(item)))) {
        return item;
      }
      this.#scanFrom = item.seq + 1;
    }
    return null;
  }
}
