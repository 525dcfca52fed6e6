/** Own numbers remembered: signals are never older than a few attempts. */
const OWN_REMEMBERED = 16;

/** The session numbers seen so far (SIG-2). */
export class SessionNumbers {
  /** @type {number[]} */
  #own = [];
  #highest = 0;
  #highestOffered = 0;

  /** A number for an own attempt: grows with the clock, and past any seen. @param {number} nowMs */
  next(nowMs) {
    this.#highest = Math.max(nowMs, this.#highest + 1);
    this.#own.push(this.#highest);
    if (this.#own.length > OWN_REMEMBERED) {
      this.#own.shift();
    }
    return this.#highest;
  }

  /** Whether this side has given out that number: an offer in it is for a connection of its own. @param {number} session */
  isOwn(session) {
    return this.#own.includes(session);
  }

  /** Whether the other side has offered a newer session than this one. @param {number} session */
  olderThanOffered(session) {
    return session < this.#highestOffered;
  }

  /** Whether an offer of this session may still come. @param {number} session */
  newerThanOffered(session) {
    return session > this.#highestOffered;
  }

  /** @param {number} session */
  offered(session) {
    this.#highestOffered = session;
    this.#highest = Math.max(this.#highest, session);
  }
}
