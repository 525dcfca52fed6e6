/**
 * What is wanted.
 *
 * - `ping`: send a ping with this number.
 * - `give-up`: the session is dead: end it and begin another.
 *
 * @typedef {{ effect: 'ping', n: number } | { effect: 'give-up' }} PingEffect
 */

/**
 * When `handleTimeout` is wanted, and why: the next ping is due; a ping has had its time to be answered, or one that was
 * sent in doubt.
 *
 * @typedef {{ atMs: number, reason: 'ping' | 'silence' | 'doubt' }} PingDue
 */

/** Bounds of what a server may ask for: neither a flood nor a session that dies unnoticed. */
const INTERVAL_LEAST_MS = 1_000;
const INTERVAL_MOST_MS = 20_000;

/** How long after a ping something must have come: half-open sockets are found within 30 s. */
const SILENCE_MS = 10_000;

/** The same in doubt: as long as a channel has, since a person waits for it. */
const DOUBT_MS = 1_000;

/** A way that is slow has as many round trips: some of them may be lost. */
const DOUBT_TRIPS = 4;

/** From welcome, and from one ping in doubt to the next: a dead channel says so every second. */
const DOUBT_INTERVAL_MS = 5_000;

/** After so long without one more, sessions that doubts have ended are forgotten. */
const FORGET_MS = 60_000;

/** A timer that comes so late: this program did not run, and an answer may be waiting, too: once, for as long. */
const LATE_MS = 500;

/**
 * Decides when a client pings the server, and when it gives a session up (SES-7). A half-open connection says nothing; when
 * there is a reason to doubt, the server has to answer soon.
 */
export class SessionPings {
  /** @type {PingEffect[]} */
  #effects = [];
  /** @type {'down' | 'calm' | 'asked' | 'doubted'} no session; nothing waited for; a ping is out, or one that was sent in doubt */
  #state = 'down';
  #intervalMs = 0;
  #tripMs = 0;
  #number = 0;
  #askedAtMs = 0;
  #dueAtMs = Infinity;
  #nextDoubtAtMs = -Infinity;
  #doubtMs = DOUBT_MS;
  #spared = false;
  #forgetAtMs = -Infinity;

  /**
   * A session has begun.
   *
   * @param {number} wishedMs the interval that the server asks for
   * @param {number} firstTripMs from hello to welcome
   * @param {number} nowMs
   */
  handleUp(wishedMs, firstTripMs, nowMs) {
    this.#intervalMs = Math.min(INTERVAL_MOST_MS, Math.max(INTERVAL_LEAST_MS, wishedMs));
    this.#tripMs = firstTripMs;
    this.#nextDoubtAtMs = nowMs + DOUBT_INTERVAL_MS;
    this.#state = 'calm';
    this.#dueAtMs = nowMs + this.#intervalMs;
  }

  /** The session is over. */
  handleDown() {
    this.#state = 'down';
    this.#dueAtMs = Infinity;
  }

  /** Something came from the server, which answers whatever was asked. */
  handleHeard() {
    if (this.#state === 'asked' || this.#state === 'doubted') {
      this.#state = 'calm';
      this.#dueAtMs = this.#askedAtMs + this.#intervalMs;
    }
  }

  /** A pong came: it tells the round trip when it answers the newest ping. @param {number} n @param {number} nowMs */
  handlePong(n, nowMs) {
    if (n === this.#number) {
      this.#tripMs = nowMs - this.#askedAtMs;
    }
  }

  /**
   * Something else has died without a word: the session has to answer soon, unless it is new or has just been doubted. Each
   * session that this ends doubles the time for the next one: its way may be slow and not dead.
   *
   * @param {number} nowMs
   */
  handleDoubt(nowMs) {
    if (nowMs >= this.#nextDoubtAtMs) {
      this.handleNetworkChanged(nowMs);
    }
  }

  /** The network is another one, or may be: the same, whatever has just been answered. @param {number} nowMs */
  handleNetworkChanged(nowMs) {
    if (this.#state === 'down' || this.#state === 'doubted') {
      return;
    }
    if (nowMs >= this.#forgetAtMs) {
      this.#doubtMs = DOUBT_MS;
    }
    const waitMs = Math.min(SILENCE_MS, Math.max(this.#doubtMs, DOUBT_TRIPS * this.#tripMs));
    this.#nextDoubtAtMs = nowMs + DOUBT_INTERVAL_MS;
    this.#ask('doubted', waitMs, nowMs);
  }

  /** Does what is due. @param {number} nowMs */
  handleTimeout(nowMs) {
    if (nowMs < this.#dueAtMs) {
      return;
    }
    switch (this.#state) {
      case 'down':
        break;
      case 'calm':
        this.#ask('asked', Math.min(SILENCE_MS, this.#intervalMs), nowMs);
        break;
      case 'asked':
      case 'doubted':
        this.#unanswered(nowMs);
        break;
    }
  }

  /** Takes the next thing to do; null when there is nothing. */
  poll() {
    return this.#effects.shift() ?? null;
  }

  /**
   * When to call {@link handleTimeout} next; null for never.
   *
   * @returns {PingDue | null}
   */
  deadline() {
    const atMs = this.#dueAtMs;
    switch (this.#state) {
      case 'down':
        return null;
      case 'calm':
        return { atMs, reason: 'ping' };
      case 'asked':
        return { atMs, reason: 'silence' };
      case 'doubted':
        return { atMs, reason: 'doubt' };
    }
  }

  /** @param {'asked' | 'doubted'} as @param {number} waitMs @param {number} nowMs */
  #ask(as, waitMs, nowMs) {
    this.#state = as;
    this.#askedAtMs = nowMs;
    this.#dueAtMs = nowMs + waitMs;
    this.#spared = false;
    this.#effects.push({ effect: 'ping', n: ++this.#number });
  }

  /** @param {number} nowMs */
  #unanswered(nowMs) {
    if (!this.#spared && nowMs - this.#dueAtMs >= LATE_MS) {
      this.#spared = true;
      this.#dueAtMs = nowMs + LATE_MS;
      return;
    }
    if (this.#state === 'doubted') {
      this.#doubtMs = Math.min(SILENCE_MS, 2 * this.#doubtMs);
      this.#forgetAtMs = nowMs + FORGET_MS;
    }
    this.handleDown();
    this.#effects.push({ effect: 'give-up' });
  }
}
