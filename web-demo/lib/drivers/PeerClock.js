/** A machine's clock that is this far ahead has not been set a little: most often the machine has slept. */
const SLEPT_MS = 5_000;

/**
 * Milliseconds since 1970 that never go back while the page lives, whatever happens to the machine's clock. A browser's
 * own steady clock may stand still while the machine sleeps; that time is made up for.
 */
export class PeerClock {
  #startMs = Date.now();
  #startedAt = performance.now();
  #jumped = () => {};

  /** Calls `jumped`, a little later, each time that this clock has jumped. @param {() => void} jumped */
  handleJump(jumped) {
    this.#jumped = jumped;
  }

  /** @returns {number} whole milliseconds since 1970 (UTC) */
  nowMs() {
    const nowMs = this.#startMs + Math.floor(performance.now() - this.#startedAt);
    const aheadMs = Date.now() - nowMs;
    if (aheadMs < SLEPT_MS) {
      return nowMs;
    }
    this.#startMs += aheadMs;
    queueMicrotask(this.#jumped);
    return nowMs + aheadMs;
  }
}
