/** A restarted server is found quickly; the first attempts cost nobody anything. */
const FIRST_MS = 200;

/** Nobody notices a server that is back later than this. */
const MOST_MS = 15_000;

/**
 * How long to wait before the next attempt (SES-8): doubles from 0.2 s to 15 s, of which a random half is taken off so
 * that the clients of a lost node do not come back in step.
 */
export class Backoff {
  #ceilingMs = FIRST_MS;
  #random;

  /** @param {() => number} random from 0 to below 1 */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /**
   * The next delay.
   *
   * @param {number} floorMs what the server asked for, 0 for nothing
   */
  nextMs(floorMs) {
    const delayMs = this.#ceilingMs / 2 + Math.floor(this.#random() * (this.#ceilingMs / 2 + 1));
    this.#ceilingMs = Math.min(MOST_MS, this.#ceilingMs * 2);
    return floorMs + delayMs;
  }

  /** Something worked: start small again. */
  reset() {
    this.#ceilingMs = FIRST_MS;
  }
}
