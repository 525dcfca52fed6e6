/** How long a welcome is waited for: a person does not notice, and most connections are there sooner. */
const WAIT_MS = 3_000;

/**
 * Holds back what would be stamped by a clock that may be wrong, while a `welcome` is near (CLK-3): from the start of an
 * attempt to its end, and never longer than three seconds.
 */
export class StampGate {
  #timers;
  /** @type {(() => void)[]} */
  #held = [];
  /** @type {(() => void) | undefined} open when there is none */
  #cancel;

  /** @param {import('./drivers/Timers.js').Timers} timers */
  constructor(timers) {
    this.#timers = timers;
  }

  /** Runs the input, at once or when the gate opens; inputs keep their order. @param {() => void} input */
  pass(input) {
    if (this.#cancel) {
      this.#held.push(input);
    } else {
      input();
    }
  }

  /** An attempt to connect begins, and the clock may have been set since the last one. */
  close() {
    this.#cancel ??= this.#timers.after(WAIT_MS, () => this.open());
  }

  /** The server's time is known, or is not to be had now. */
  open() {
    this.#cancel?.();
    this.#cancel = undefined;
    const held = this.#held;
    this.#held = [];
    held.forEach((input) => input());
  }
}
