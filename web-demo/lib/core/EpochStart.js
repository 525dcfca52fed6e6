/** A device that lies can make its peers begin epochs, but no more often than this. */
const PAUSE_MIN_MS = 60_000;

/**
 * As long as a device that is put back twice may have to wait; one that lies costs its peers as many epochs a day as
 * there are hours.
 */
const PAUSE_MAX_MS = 3_600_000;

/** After so long without a new epoch the pauses begin anew. */
const QUIET_MS = 86_400_000;

/**
 * When the own epoch was begun anew, 0 for never, and how long since then the word of a target has to wait until it
 * begins another (DLV-22); that grows with each that was believed.
 *
 * @typedef {{ atMs: number, pauseMs: number }} EpochStart
 */

/** Of an outbox that was never numbered anew. @type {EpochStart} */
export const NEVER_ANEW = Object.freeze({ atMs: 0, pauseMs: PAUSE_MIN_MS });

/**
 * When the word of a target may begin another epoch; a clock that went back ends the pause.
 *
 * @param {EpochStart} start @param {number} nowMs
 */
export function nextAtMs({ atMs, pauseMs }, nowMs) {
  if (nowMs < atMs) {
    return nowMs;
  }
  return atMs === 0 ? 0 : atMs + pauseMs;
}

/**
 * The pause after the epoch that the word of a target begins now.
 *
 * @param {EpochStart} start @param {number} nowMs
 */
export function pauseAfterMs({ atMs, pauseMs }, nowMs) {
  const quiet = atMs === 0 || nowMs < atMs || nowMs - atMs >= QUIET_MS;
  return quiet ? PAUSE_MIN_MS : Math.min(2 * pauseMs, PAUSE_MAX_MS);
}
