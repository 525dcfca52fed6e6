import { check } from '../wire/check.js';

/**
 * A wait that doubles up to a limit. Deterministic: jitter is the driver's, which has a random source. Confined to its
 * owner.
 */
export class Backoff {
  #minMs;
  #maxMs;
  #nextMs;

  /**
   * Waits `minMs`, then twice as long each time, at most `maxMs`.
   *
   * @param {number} minMs
   * @param {number} maxMs
   */
  constructor(minMs, maxMs) {
    check(minMs >= 1 && maxMs >= minMs, `backoff ${minMs}..${maxMs}`);
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#nextMs = minMs;
  }

  /** The wait that comes next, without taking it. */
  peekMs() {
    return this.#nextMs;
  }

  /** Takes the next wait and doubles the one after it. */
  nextMs() {
    const taken = this.#nextMs;
    this.#nextMs = Math.min(this.#maxMs, this.#nextMs * 2);
    return taken;
  }

  /** Starts over after progress. */
  reset() {
    this.#nextMs = this.#minMs;
  }
}
