import { SessionPings } from '../signaling/SessionPings.js';

/**
 * Keeps the pings of a link's sessions (SES-7): drives {@link SessionPings}, which decides. Lives as long as the link.
 *
 * Invariants: nothing is sent and no timer runs but between `handleUp` and `handleDown`; at most one timer runs; times
 * are of a steady clock, no matter what the machine's is set to.
 */
export class Heartbeat {
  #pings = new SessionPings();
  #cancelTimer = () => {};
  /** @type {number | undefined} */
  #armedMs;
  #helloMs = 0;
  #timers;
  #clock;
  #session;
  #silent;

  /**
   * Pings nobody before `handleUp`.
   *
   * @param {import('./Timers.js').Timers} timers
   * @param {import('./PeerClock.js').PeerClock} clock
   * @param {(frame: import('../wire/types.js').ClientFrame) => void} session takes each ping
   * @param {() => void} silent ends a session that does not answer
   */
  constructor(timers, clock, session, silent) {
    this.#timers = timers;
    this.#clock = clock;
    this.#session = session;
    this.#silent = silent;
  }

  /** Hello is said: the first round trip begins. */
  handleHello() {
    this.#helloMs = this.#clock.nowMs();
  }

  /** A session has begun; the server asks for a ping as often as that. @param {number} pingIntervalMs */
  handleUp(pingIntervalMs) {
    this.#turn((pings, nowMs) => pings.handleUp(pingIntervalMs, nowMs - this.#helloMs, nowMs));
  }

  /** Something came from the server. */
  handleHeard() {
    this.#turn((pings) => pings.handleHeard());
  }

  /** The answer to the ping with that number came. @param {number} n */
  handlePong(n) {
    this.#pings.handlePong(n, this.#clock.nowMs());
  }

  /** The network is another one, or may be. */
  handleNetworkChanged() {
    this.#turn((pings, nowMs) => pings.handleNetworkChanged(nowMs));
  }

  /** Something else has died without a word. */
  handleDoubt() {
    this.#turn((pings, nowMs) => pings.handleDoubt(nowMs));
  }

  /** The session is over. */
  handleDown() {
    this.#pings.handleDown();
    this.#cancelTimer();
    this.#armedMs = undefined;
  }

  /** @param {(pings: SessionPings, nowMs: number) => void} input */
  #turn(input) {
    input(this.#pings, this.#clock.nowMs());
    for (let effect = this.#pings.poll(); effect !== null; effect = this.#pings.poll()) {
      if (effect.effect === 'ping') {
        this.#session({ type: 'ping', n: effect.n });
      } else {
        this.#silent();
      }
    }
    const due = this.#pings.deadline();
    if (due !== null && due.atMs !== this.#armedMs) {
      this.#cancelTimer();
      this.#cancelTimer = this.#timers.after(due.atMs - this.#clock.nowMs(), () => {
        this.#armedMs = undefined; // it may have come early: then again
        this.#turn((pings, nowMs) => pings.handleTimeout(nowMs));
      });
      this.#armedMs = due.atMs;
    }
  }
}
