import { check } from '../wire/check.js';

/**
 * The rungs. Below `connecting` there is no connection.
 *
 * - `stopped`: no connection is wanted.
 * - `waiting`: in the pause before an attempt.
 * - `connecting`: a connection is there; its channel is not open yet.
 * - `open`: the channel is open and nothing speaks against it.
 * - `suspect`: the channel is open; ICE is disconnected.
 * - `restarting`: the channel is open; ICE is to be restarted, or is being restarted.
 *
 * @typedef {'stopped' | 'waiting' | 'connecting' | 'open' | 'suspect' | 'restarting'} Phase
 */

/** @typedef {'ice' | 'ping'} Cause what made a restart necessary; it decides what counts as recovery */

/** Where each may lead. @type {Readonly<Record<Phase, readonly Phase[]>>} */
const NEXT = Object.freeze({
  stopped: ['waiting', 'stopped'],
  waiting: ['connecting', 'stopped', 'waiting'],
  // A connection at any rung may be replaced by one that the other side offers.
  connecting: ['open', 'stopped', 'waiting', 'connecting'],
  open: ['stopped', 'waiting', 'connecting', 'suspect', 'restarting'],
  suspect: ['stopped', 'waiting', 'connecting', 'open', 'restarting'],
  restarting: ['open', 'stopped', 'waiting', 'connecting'],
});

const DOUBLINGS_MAX = 16;

/** Whether the channel has opened and not been given up. @param {Phase} phase */
export function isChannelOpen(phase) {
  return phase === 'open' || phase === 'suspect' || phase === 'restarting';
}

/**
 * Where a connection is on the recovery ladder, and when it goes on. Holds no negotiation state; `Recovery` does what it
 * says.
 */
export class Ladder {
  /** @type {Phase} */
  #phase = 'stopped';
  /** @type {Cause} */
  #cause = 'ice';
  #reason = 'not-started';
  #phaseUntilMs = Infinity;
  #restartAtMs = Infinity;
  #openedAtMs = Infinity;
  #connectUntilMs = Infinity;
  #sentAway = false;
  #failures = 0;
  #lastRestartMs;
  #limits;
  #polite;

  /**
   * @param {import('./NegotiationLimits.js').NegotiationLimits} limits
   * @param {boolean} polite
   */
  constructor(limits, polite) {
    this.#limits = limits;
    this.#polite = polite;
    this.#lastRestartMs = -limits.restartIntervalMs;
  }

  phase() {
    return this.#phase;
  }

  /** Why it is there: `channel-open`. */
  reason() {
    return this.#reason;
  }

  /** @param {number} nowMs */
  start(nowMs) {
    this.#failures = 0;
    this.#sentAway = false;
    this.#transition('waiting', 'started', nowMs + this.#politeDelayMs());
  }

  stop() {
    this.#transition('stopped', 'stopped', Infinity);
  }

  /** @param {string} why @param {number} nowMs */
  connecting(why, nowMs) {
    this.#openedAtMs = Infinity;
    this.#connectUntilMs = nowMs + this.#limits.connectTimeoutMs;
    this.#transition('connecting', why, this.#connectUntilMs);
  }

  /** ICE has no pair left, but candidates that still come may bring one (RFC 8838 §8). @param {number} nowMs */
  connectingDoubted(nowMs) {
    const untilMs = Math.min(this.#phaseUntilMs, nowMs + this.#limits.disconnectedGraceMs);
    this.#transition('connecting', 'ice-failed', untilMs);
  }

  /** ICE has pairs to try again. */
  connectingHopeful() {
    this.#transition('connecting', 'ice-checking', this.#connectUntilMs);
  }

  /** Whether ICE has failed before the channel opened, and not come back. */
  connectingInDoubt() {
    return this.#phase === 'connecting' && this.#phaseUntilMs !== this.#connectUntilMs;
  }

  /** @param {string} why @param {number} nowMs */
  open(why, nowMs) {
    if (this.#openedAtMs === Infinity) {
      this.#openedAtMs = nowMs;
    }
    this.#transition('open', why, Infinity);
  }

  /** @param {number} nowMs */
  suspect(nowMs) {
    this.#transition('suspect', 'ice-disconnected', nowMs + this.#limits.disconnectedGraceMs);
  }

  /** @param {Cause} cause @param {string} why @param {number} nowMs */
  restarting(cause, why, nowMs) {
    this.#cause = cause;
    this.#transition('restarting', why, nowMs + this.#limits.restartTimeoutMs);
    this.#restartAtMs = this.#polite ? Infinity : Math.max(nowMs, this.nextRestartAtMs());
  }

  /** Whether a restart may be offered now. @param {number} nowMs */
  restartDue(nowMs) {
    return this.#phase === 'restarting' && nowMs >= this.#restartAtMs;
  }

  /** @param {number} nowMs */
  restartOffered(nowMs) {
    this.#lastRestartMs = nowMs;
    this.#restartAtMs = Infinity;
  }

  /** Whether ICE being connected ends the trouble: not when pings died on a connected pair. */
  iceRecovers() {
    return this.#phase === 'suspect' || (this.#phase === 'restarting' && this.#cause === 'ice');
  }

  /** Pauses before the next attempt; longer each time until a channel has been open for long. @param {string} why @param {number} nowMs */
  backoff(why, nowMs) {
    if (this.#openedAtMs !== Infinity && nowMs - this.#openedAtMs >= this.#limits.settledMs) {
      this.#failures = 0;
    }
    const doubled = this.#limits.backoffMs * 2 ** Math.min(this.#failures, DOUBLINGS_MAX);
    const pauseMs = Math.min(this.#limits.backoffMaxMs, doubled);
    this.#failures++;
    this.#sentAway = false;
    this.#transition('waiting', why, nowMs + pauseMs + this.#politeDelayMs());
  }

  /** Pauses as long as can be: the other side does not want a channel now. @param {string} why @param {number} nowMs */
  longPause(why, nowMs) {
    this.#sentAway = true;
    this.#transition('waiting', why, nowMs + this.#limits.backoffMaxMs + this.#politeDelayMs());
  }

  /**
   * There is a reason to hope: a pause ends now, unless the other side has asked for it, and the next ones are short again.
   *
   * @param {number} nowMs
   */
  hurry(nowMs) {
    if (this.#phase === 'waiting' && !this.#sentAway) {
      this.#failures = 0;
      this.#phaseUntilMs = Math.min(this.#phaseUntilMs, nowMs + this.#politeDelayMs());
    }
  }

  /** When another restart may be offered: whoever asks for them, they keep their distance. */
  nextRestartAtMs() {
    return this.#lastRestartMs + this.#limits.restartIntervalMs;
  }

  /** @param {number} nowMs */
  expired(nowMs) {
    return nowMs >= this.#phaseUntilMs;
  }

  /**
   * @param {boolean} stable
   * @returns {import('./Deadline.js').Deadline | null}
   */
  deadline(stable) {
    const atMs = this.#phaseUntilMs;
    switch (this.#phase) {
      case 'stopped':
      case 'open':
        return null;
      case 'waiting':
        return { atMs, reason: 'attempt' };
      case 'connecting':
        return { atMs, reason: 'connect' };
      case 'suspect':
        return { atMs, reason: 'disconnected' };
      case 'restarting':
        return stable && this.#restartAtMs < atMs
          ? { atMs: this.#restartAtMs, reason: 'restart' }
          : { atMs, reason: 'restart-timeout' };
    }
  }

  #politeDelayMs() {
    return this.#polite ? this.#limits.politeDelayMs : 0;
  }

  /** @param {Phase} to @param {string} why @param {number} untilMs */
  #transition(to, why, untilMs) {
    check(NEXT[this.#phase].includes(to), `${this.#phase} to ${to}: ${why}`);
    this.#phase = to;
    this.#reason = why;
    this.#phaseUntilMs = untilMs;
    this.#restartAtMs = Infinity;
  }
}
