import { HybridClock, MAX_AHEAD_MS } from '../../lib/clock/HybridClock.js';
import { SimViolation } from './SimViolation.js';

/** @typedef {import('./SimDisk.js').SimDisk} SimDisk */

/**
 * I6: what is said now sorts after all that is shown here, stamps too far ahead excepted.
 *
 * @param {string} conversation @param {SimDisk} disk @param {bigint} hlc @param {number} nowMs
 */
export function sortsLast(conversation, disk, hlc, nowMs) {
  const rows = disk.transcript(conversation);
  for (let i = rows.length - 1; i >= 0; i--) {
    if (HybridClock.toMs(rows[i].hlc) <= nowMs + MAX_AHEAD_MS) {
      if (rows[i].hlc >= hlc) {
        throw new SimViolation('I6 clock', 'a new entry sorts before a shown one');
      }
      return;
    }
  }
}

/** I6: a stamp is at most five minutes ahead of what its device ever took for now. @param {bigint} hlc @param {number} latestMs */
export function notDragged(hlc, latestMs) {
  const aheadMs = HybridClock.toMs(hlc) - latestMs;
  if (aheadMs > MAX_AHEAD_MS + 1) {
    throw new SimViolation('I6 dragged', `${aheadMs} ms ahead`);
  }
}
