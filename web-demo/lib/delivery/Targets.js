import { settled } from './Status.js';
import { TargetItem } from './TargetItem.js';
import { NEVER, TargetQueue } from './TargetQueue.js';
import { Unread } from './Unread.js';

/** @typedef {import('./Outbox.js').Outbox} Outbox */

/**
 * The targets of one stream, in the order in which they became targets, and when they are due: a resend without ack, or
 * a retry after a refusal (DLV-6). Owned by one `Sender`.
 */
export class Targets {
  /** @type {Map<string, TargetQueue>} */
  #queues = new Map();
  /** Of devices that are no targets now. @type {Map<string, Unread>} */
  #unread = new Map();
  #limits;

  /** @param {import('./SenderLimits.js').SenderLimits} limits */
  constructor(limits) {
    this.#limits = limits;
  }

  /** All of them. */
  all() {
    return this.#queues;
  }

  /**
   * One that is known, else undefined.
   *
   * @param {string} device
   */
  get(device) {
    return this.#queues.get(device);
  }

  /**
   * One that may be new.
   *
   * @param {string} device
   * @param {number} sentThrough an earlier life of the sender may have sent it all that was numbered by then
   * @param {number} firstSeq the first seq addressed to it since it became a target
   */
  of(device, sentThrough, firstSeq = sentThrough + 1) {
    let queue = this.#queues.get(device);
    if (queue === undefined) {
      queue = new TargetQueue(device, this.#limits, firstSeq, this.#unread.get(device) ?? new Unread());
      this.#unread.delete(device);
      queue.sentThrough = sentThrough;
      this.#queues.set(device, queue);
    }
    return queue;
  }

  /** @param {string} device */
  remove(device) {
    const queue = this.#queues.get(device);
    if (queue !== undefined) {
      this.#unread.set(device, queue.unread);
      this.#queues.delete(device);
    }
  }

  /** Whether one of them lacks something. */
  unsettled() {
    for (const queue of this.#queues.values()) {
      if (!queue.items.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Addresses a new entry; returns how.
   *
   * @param {import('./OutEntry.js').OutEntry} out
   * @param {Map<string, Uint8Array | undefined>} targetsToPart
   * @param {Outbox} outbox
   * @returns {import('../wire/types.js').Address[]}
   */
  address(out, targetsToPart, outbox) {
    return [...targetsToPart].map(([target, part]) => {
      // An earlier life of the sender may have sent a target all that was numbered before this entry.
      const queue = this.of(target, out.seq - 1);
      const after = queue.lastSeq;
      outbox.addTarget(out);
      queue.add(new TargetItem(out, after, part, 'queued'));
      return { target, after, part };
    });
  }

  /**
   * Takes over an entry of the outbox after a restart.
   *
   * @param {import('./OutEntry.js').OutEntry} out
   * @param {import('../wire/types.js').Address[]} to
   * @param {Map<string, import('./Status.js').Status>} statuses
   * @param {number} sentThrough
   * @param {Outbox} outbox
   */
  restore(out, to, statuses, sentThrough, outbox) {
    const stored = [];
    for (const address of to) {
      const status = statuses.get(address.target) ?? 'queued';
      if (settled(status)) {
        continue;
      }
      outbox.addTarget(out);
      const queue = this.of(address.target, sentThrough);
      queue.sentThrough = sentThrough;
      const item = new TargetItem(out, address.after, address.part, status);
      if (status === 'stored') {
        item.flight = 'parked';
        stored.push(item);
      }
      queue.add(item);
    }
    for (const item of stored) {
      outbox.stored(item);
    }
  }

  /**
   * Lets go of what was numbered from `fromSeq` on and never committed.
   *
   * @param {number} fromSeq
   */
  takeBackFrom(fromSeq) {
    for (const queue of this.#queues.values()) {
      while (queue.items.lastKey() >= fromSeq) {
        const item = queue.items.at(queue.items.size() - 1);
        queue.lastSeq = item.afterSeq;
        queue.remove(item);
      }
    }
  }

  /**
   * Makes what is due wait to be sent.
   *
   * @param {Outbox} outbox
   * @param {number} nowMs
   */
  handleTimeout(outbox, nowMs) {
    for (const queue of this.#queues.values()) {
      if (queue.retryAtMs <= nowMs) {
        queue.retryAtMs = NEVER;
      }
      if (queue.resendAtMs <= nowMs) {
        queue.resendAtMs = NEVER;
        queue.resend.nextMs();
        for (let i = 0; i < queue.items.size(); i++) {
          const item = queue.items.at(i);
          if (queue.lacking(item)) {
            outbox.unpost(item);
            queue.fly(item, 'waiting');
          }
        }
      }
    }
  }

  /**
   * The next one that is due, null for none.
   *
   * @returns {import('./Deadline.js').Deadline | null}
   */
  next() {
    let resendAtMs = NEVER;
    let retryAtMs = NEVER;
    for (const queue of this.#queues.values()) {
      resendAtMs = Math.min(resendAtMs, queue.resendAtMs);
      retryAtMs = Math.min(retryAtMs, queue.retryAtMs);
    }
    if (resendAtMs === NEVER && retryAtMs === NEVER) {
      return null;
    }
    return resendAtMs <= retryAtMs ? { atMs: resendAtMs, reason: 'resend' } : { atMs: retryAtMs, reason: 'retry' };
  }

  /** For logs: those that lack something, without content. */
  toString() {
    return [...this.#queues.values()]
      .filter((queue) => !queue.items.isEmpty())
      .map((queue) => `, ${queue}`)
      .join('');
  }
}
