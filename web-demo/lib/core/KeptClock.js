import { HybridClock, MAX_AHEAD_MS } from '../clock/HybridClock.js';

/**
 * What a device's disk says about time when it starts (CLK-1, CLK-3).
 *
 * @typedef {object} KeptClock
 * @property {bigint} lastHlc the last stamp given or observed; 0n for none
 * @property {bigint[]} aheadHlcs the lowest stamps of the transcript that seem to be from a wrong clock, and may count after
 *   the correction by the server
 * @property {number} serverAheadMs how far the server's clock was ahead of this machine's when last heard
 */

/**
 * The last stamp is written down when it has moved on by so much; what it may have moved on since is found in the
 * transcript.
 */
export const KEEP_EVERY_MS = 1_000;

/**
 * The highest stamp in the transcript that can have been the last one: what is above it was left alone (CLK-2).
 *
 * @param {bigint} writtenHlc the last stamp as written down, 0n for none
 * @param {number} nowMs the machine's clock, corrected by `serverAheadMs`
 */
export function mostHlc(writtenHlc, nowMs) {
  const byStamp = writtenHlc === 0n ? 0n : HybridClock.of(HybridClock.toMs(writtenHlc) + KEEP_EVERY_MS, 0);
  const byClock = HybridClock.of(nowMs + MAX_AHEAD_MS, 0);
  return byStamp > byClock ? byStamp : byClock;
}
