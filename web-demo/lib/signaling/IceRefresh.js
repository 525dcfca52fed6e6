/**
 * What is wanted.
 *
 * - `ask`: ask the server; then `handleAnswered` or `handleFailed`.
 * - `go-on`: the connections that wait go on with what is known.
 *
 * @typedef {'ask' | 'go-on'} IceEffect
 */

/**
 * When `handleTimeout` is wanted, and why: there are no servers, or there is another reason to ask; half of their life is
 * over; the last attempt failed; connections have waited for long enough.
 *
 * @typedef {{ atMs: number, reason: 'ask' | 'refresh' | 'retry' | 'wait' }} Due
 */

/** How long a connection waits for servers: it is tried beside a relay that works, so that costs nobody anything. */
const WAIT_MS = 2_000;

/** Least time between two questions: many channels may fail at once. */
const INTERVAL_MS = 2_000;

/** First pause after a failure, doubled. */
const RETRY_MS = 2_000;

/** Short enough that credentials of the usual lifetime do not expire over it. */
const RETRY_MAX_MS = 60_000;

const DOUBLINGS_MAX = 16;

/**
 * Decides when the STUN and TURN servers are asked for (SIG-10). Their credentials expire, so they are asked for again at half
 * of their life while any channel is wanted, and at once when there is a reason. A connection that is made while none are
 * known, or only expired ones, waits for them, but not for long. What they are does not matter here.
 */
export class IceRefresh {
  /** @type {IceEffect[]} */
  #effects = [];
  #wanted = false;
  #asking = false;
  #begunAtMs = -INTERVAL_MS;
  #expiresAtMs = 0;
  #dueAtMs = 0;
  /** @type {Due['reason']} */
  #dueReason = 'ask';
  #waitUntilMs = Infinity;
  #failures = 0;

  /** Whether any channel is wanted: only then is anything asked for. @param {boolean} wanted @param {number} nowMs */
  handleWanted(wanted, nowMs) {
    this.#wanted = wanted;
    this.#askIfDue(nowMs);
  }

  /**
   * A connection is being made. Tells whether it has to wait for `go-on`, which comes soon.
   *
   * @param {number} nowMs
   */
  handleConnecting(nowMs) {
    if (nowMs < this.#expiresAtMs) {
      return false;
    }
    if (this.#waitUntilMs === Infinity) {
      this.#waitUntilMs = nowMs + WAIT_MS;
    }
    this.handleDemand(nowMs);
    return true;
  }

  /** What is known may be of no use any more: a rung failed, or the server has been away. @param {number} nowMs */
  handleDemand(nowMs) {
    const atMs = Math.max(nowMs, this.#begunAtMs + INTERVAL_MS);
    if (atMs < this.#dueAtMs) {
      this.#due(atMs, 'ask');
    }
    this.#askIfDue(nowMs);
  }

  /**
   * The server answered.
   *
   * @param {number} lifeMs how long the credentials are good for from now on
   * @param {number} random 0 to 999, drawn anew each time
   * @param {number} nowMs
   */
  handleAnswered(lifeMs, random, nowMs) {
    this.#asking = false;
    this.#failures = 0;
    this.#expiresAtMs = nowMs + Math.max(0, lifeMs);
    this.#due(nowMs + less(Math.max(INTERVAL_MS, Math.floor(lifeMs / 2)), random), 'refresh');
    this.#goOn();
  }

  /** The server did not answer, or refused. @param {number} random 0 to 999, drawn anew each time @param {number} nowMs */
  handleFailed(random, nowMs) {
    this.#asking = false;
    const pauseMs = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(this.#failures, DOUBLINGS_MAX));
    this.#failures++;
    this.#due(nowMs + less(pauseMs, random), 'retry');
    this.#goOn();
  }

  /** Does what is due. @param {number} nowMs */
  handleTimeout(nowMs) {
    if (nowMs >= this.#waitUntilMs) {
      this.#goOn();
    }
    this.#askIfDue(nowMs);
  }

  /** Takes the next thing to do; null when there is nothing. */
  poll() {
    return this.#effects.shift() ?? null;
  }

  /**
   * When to call {@link handleTimeout} next; null for never.
   *
   * @returns {Due | null}
   */
  deadline() {
    if (this.#active() && !this.#asking && this.#dueAtMs <= this.#waitUntilMs) {
      return { atMs: this.#dueAtMs, reason: this.#dueReason };
    }
    return this.#waitUntilMs === Infinity ? null : { atMs: this.#waitUntilMs, reason: 'wait' };
  }

  #active() {
    return this.#wanted || this.#waitUntilMs !== Infinity;
  }

  /** @param {number} nowMs */
  #askIfDue(nowMs) {
    if (this.#active() && !this.#asking && nowMs >= this.#dueAtMs) {
      this.#asking = true;
      this.#begunAtMs = nowMs;
      this.#due(Infinity, 'ask');
      this.#effects.push('ask');
    }
  }

  #goOn() {
    if (this.#waitUntilMs !== Infinity) {
      this.#waitUntilMs = Infinity;
      this.#effects.push('go-on');
    }
  }

  /** @param {number} atMs @param {Due['reason']} reason */
  #due(atMs, reason) {
    this.#dueAtMs = atMs;
    this.#dueReason = reason;
  }
}

/** A fifth of a pause is taken off at random, so that clients do not ask in step. @param {number} ms @param {number} random */
function less(ms, random) {
  return ms - Math.floor((Math.floor(ms / 5) * random) / 1_000);
}
