/** The session numbers seen so far (SIG-2). */
export class SessionNumbers {
  #highest = 0;
  #highestOffered = 0;

  /** A number for an own attempt: grows with the clock, and past any seen. @param {number} nowMs */
  next(nowMs) {
    this.#highest = Math.max(nowMs, this.#highest + 1);
    return this.#highest;
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
