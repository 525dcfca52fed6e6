/** Milliseconds since 1970 that never go back while the page lives, whatever happens to the machine's clock. */
export class PeerClock {
  #startMs = Date.now();
  #startedAt = performance.now();

  /** @returns {number} whole milliseconds since 1970 (UTC) */
  nowMs() {
    return this.#startMs + Math.floor(performance.now() - this.#startedAt);
  }
}
