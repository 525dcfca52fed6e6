/**
 * The one timer of a driver: calls when the core's deadline has come. Lives as long as the driver.
 *
 * Invariants: at most one call is waited for; each arming replaces the one before; a deadline that has not changed is not
 * armed again.
 */
export class DeadlineTimer {
  #armedMs = Infinity;
  #cancel = () => {};
  #timers;
  #clock;
  #due;

  /**
   * @param {import('./drivers/Timers.js').Timers} timers
   * @param {import('./drivers/PeerClock.js').PeerClock} clock
   * @param {() => void} due called each time, not before the deadline by `clock`
   */
  constructor(timers, clock, due) {
    this.#timers = timers;
    this.#clock = clock;
    this.#due = due;
  }

  /** Calls at `atMs` and at no other time. @param {number} atMs by the clock; Infinity for not at all */
  arm(atMs) {
    if (atMs === this.#armedMs) {
      return;
    }
    this.#cancel();
    this.#armedMs = atMs;
    this.#cancel =
      atMs === Infinity
        ? () => {}
        : this.#timers.after(atMs - this.#clock.nowMs(), () => {
            this.#armedMs = Infinity;
            this.#due();
          });
  }
}
