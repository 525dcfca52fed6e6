import { Limits } from '../wire/Limits.js';

/**
 * What `Sender.prepare` says.
 *
 * Accepted: numbered and addressed. The driver commits `entry`, the bytes as they will be sent, to the outbox together
 * with the stream's next seq and each target's last seq, then calls `Sender.handleCommitted`. Refused: nothing was kept
 * (I7); `queue-full` when the outbox is full, `too-large` over a size limit.
 *
 * @typedef {{ ok: true, entry: import('../wire/types.js').PostedEntry }
 *   | { ok: false, code: 'queue-full' | 'too-large' }} Prepared
 */

/**
 * Why an entry is not taken; undefined when it is.
 *
 * @param {Uint8Array} body
 * @param {Map<string, Uint8Array | undefined>} targetsToPart
 * @param {import('./Outbox.js').Outbox} outbox
 */
export function refusalOf(body, targetsToPart, outbox) {
  if (
    body.length > Limits.BODY_BYTES ||
    targetsToPart.size > Limits.TARGETS ||
    [...targetsToPart.values()].some((part) => part !== undefined && part.length > Limits.PART_BYTES)
  ) {
    return 'too-large';
  }
  return outbox.fits(body.length) ? undefined : 'queue-full';
}
