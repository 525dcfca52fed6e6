import { NEVER } from './TargetQueue.js';

/** When a sender's targets are due: a resend without ack, or a retry after a refusal (DLV-6). */

/** @typedef {import('./TargetQueue.js').TargetQueue} TargetQueue */

/**
 * Makes what is due wait to be sent.
 *
 * @param {Iterable<TargetQueue>} targets
 * @param {import('./Outbox.js').Outbox} outbox
 * @param {number} nowMs
 */
export function handleTimeout(targets, outbox, nowMs) {
  for (const queue of targets) {
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
 * @param {Iterable<TargetQueue>} targets
 * @returns {import('./Deadline.js').Deadline | null}
 */
export function nextWait(targets) {
  let resendAtMs = NEVER;
  let retryAtMs = NEVER;
  for (const queue of targets) {
    resendAtMs = Math.min(resendAtMs, queue.resendAtMs);
    retryAtMs = Math.min(retryAtMs, queue.retryAtMs);
  }
  if (resendAtMs === NEVER && retryAtMs === NEVER) {
    return null;
  }
  return resendAtMs <= retryAtMs ? { atMs: resendAtMs, reason: 'resend' } : { atMs: retryAtMs, reason: 'retry' };
}
