/** A token is renewed when three quarters of its life are over (SES-6) ... */
const RENEW_AFTER_QUARTERS = 3;

/** ... and again this many times within the last quarter, should that fail. */
const RENEW_TRIES = 10;

const LEAST_DELAY_MS = 1_000;

/**
 * Has a fresh access token for a session before the old one ends (SES-6). Lives as long as the link.
 *
 * Invariants: nothing is renewed before `tokenTaken` or after `cancel`; at most one renewal is under way or waited for.
 */
export class TokenRenewal {
  #cancelTimer = () => {};
  #armed = 0;
  #livesMs = 0;
  #tokens;
  #timers;
  #fresh;

  /**
   * @param {import('./AccessTokens.js').AccessTokens} tokens
   * @param {import('./Timers.js').Timers} timers
   * @param {(token: string) => void} fresh takes each fresh token
   */
  constructor(tokens, timers, fresh) {
    this.#tokens = tokens;
    this.#timers = timers;
    this.#fresh = fresh;
  }

  /** The server has taken a token that lives for so long from now on. @param {number} livesForMs */
  tokenTaken(livesForMs) {
    this.#livesMs = livesForMs;
    this.#arm((livesForMs / 4) * RENEW_AFTER_QUARTERS);
  }

  /** The session is over; what is on its way is of no use. */
  cancel() {
    this.#armed++;
    this.#cancelTimer();
  }

  /** @param {number} delayMs */
  #arm(delayMs) {
    this.cancel();
    const of = this.#armed;
    this.#cancelTimer = this.#timers.after(Math.max(LEAST_DELAY_MS, delayMs), () => {
      this.#tokens.renew().then(
        (token) => this.#renewed(of, token),
        () => this.#again(of),
      );
    });
  }

  /** @param {number} of @param {string} token */
  #renewed(of, token) {
    if (of === this.#armed) {
      this.#fresh(token);
      this.#again(of); // until the server says that it has taken it
    }
  }

  /** @param {number} of */
  #again(of) {
    if (of === this.#armed) {
      this.#arm(this.#livesMs / 4 / RENEW_TRIES);
    }
  }
}
