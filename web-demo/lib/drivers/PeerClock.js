/** A machine's clock that is this far ahead has not been set a little: the machine has slept. */
const SLEPT_MS = 5_000;

/**
 * Milliseconds since 1970 that never go back while the page lives, whatever happens to the machine's clock. A browser's
 * own steady clock may stand still while the machine sleeps; that time is made up for.
 */
export class PeerClock {
  #startMs = Date.now();
  #startedAt = performance.now();

  /** @returns {number} whole milliseconds since 1970 (UTC) */
  nowMs() {
    const nowMs = this.#startMs + Math.floor(performance.now() - this.#startedAt);
    const aheadMs = Date.now() - nowMs;
    if (aheadMs < SLEPT_MS) {
      return nowMs;
    }
    this.#startMs += aheadMs;
    return nowMs + aheadMs;
  }
}
