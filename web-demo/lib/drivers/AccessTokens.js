/** Renewed this long before the end, so that a slow request still carries a live token. */
const EARLY_MS = 60_000;

/**
 * Has a valid access token ready. It is in memory only; what gives the next one is in a cookie that no script can read.
 * Callers share one request under way, so that one refresh token is not used twice.
 */
export class AccessTokens {
  /** @type {import('./ServerApi.js').Session | undefined} */
  #session;
  /** @type {Promise<string> | undefined} */
  #renewal;
  #api;
  #device;
  #clock;

  /**
   * @param {import('./ServerApi.js').ServerApi} api
   * @param {string} device
   * @param {import('./PeerClock.js').PeerClock} clock
   * @param {import('./ServerApi.js').Session} [session] what signing in has just given
   */
  constructor(api, device, clock, session) {
    this.#api = api;
    this.#device = device;
    this.#clock = clock;
    this.#session = session;
  }

  /** The server did not take the last one: the next {@link access} asks for another. */
  invalidate() {
    this.#session = undefined;
  }

  /**
   * A token that is valid for a while yet.
   *
   * @returns {Promise<string>} fails with an ApiError: `isSignedOut` when only signing in helps; status 0 when the server does not answer
   */
  async access() {
    const session = this.#session;
    if (session && this.#clock.nowMs() < session.accessExpiresAtMs - EARLY_MS) {
      return session.accessToken;
    }
    return this.renew();
  }

  /** A fresh token whatever the age of the present one. @returns {Promise<string>} */
  renew() {
    this.#renewal ??= this.#api
      .refresh(this.#device)
      .then((session) => {
        this.#session = session;
        return session.accessToken;
      })
      .finally(() => {
        this.#renewal = undefined;
      });
    return this.#renewal;
  }
}
