import { Connection, messageLimitOf } from './Connection.js';

const POLITE_DELAY_MS = 1_000;
const RESEND_MS = 3_000;
const CONNECT_MS = 15_000;
const RESTART_MS = 6_000;
const FAILED_MS = 3_000;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Perfect negotiation with one other device and what follows when it goes wrong (section 6). Descriptions are set one after
 * the other.
 */
export class Negotiation {
  #polite;
  #events;
  #options;
  #connection;
  #wanted = false;
  #session = 0;
  #seen = 0;
  #theirNewest = 0;
  #ended = 0;
  #offerSince = false;
  #round = 0;
  /** The round of the own offer that is out. */
  #own;
  #offerSaid;
  #answerSaid;
  #early = new Map();
  #tasks = Promise.resolve();
  #open = false;
  #pauseMs = PAUSE_MS;
  #next;
  #timers = new Set();
  /** How large a message the other side takes. */
  limit = 65_536;
  /** Whether offers that restart ICE are left without an answer, as by a stack that cannot. */
  refuseRestarts = false;

  constructor({ self, remote, ...options }, events) {
    this.#polite = self < remote;
    this.#options = options;
    this.#events = events;
  }

  /** Wants a channel from now on. */
  want() {
    this.#wanted = true;
    this.#pauseMs = PAUSE_MS;
    if (!this.#connection) {
      this.#beginIn(0);
    }
  }

  handle(message) {
    this.#tasks = this.#tasks.then(() => this.#handle(message)).catch((failure) => this.#fail(failure.message));
  }

  /** An ICE restart, as after trouble or on another network (SIG-7, SIG-11). */
  restartIce() {
    this.#later(this.#polite ? POLITE_DELAY_MS : 0, this.#session, () => this.#restart());
  }

  /** The channel does not answer; the impolite side restarts ICE, and both rebuild when that does not help. */
  handleDead() {
    const session = this.#session;
    if (!this.#polite) {
      this.restartIce();
    }
    this.#later(RESTART_MS, session, () => this.#events.isDead() && this.#fail('no success'));
  }

  /** Says that it wants no channel now; the close goes first when it is to overtake the word. */
  async bye(closeFirst, ms) {
    const session = this.#session;
    this.#wanted = false;
    if (closeFirst) {
      this.#connection.closeChannel();
      await new Promise((done) => setTimeout(done, ms));
    }
    this.#send({ type: 'bye', session });
    await this.#drop();
  }

  silence() {
    this.#connection.silence();
  }

  async stop() {
    this.#wanted = false;
    await this.#drop();
  }

  #beginIn(ms) {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.#enqueue(() => this.#begin()), ms + (this.#polite ? POLITE_DELAY_MS : 0));
  }

  async #begin() {
    if (this.#wanted && !this.#connection) {
      this.#make(Math.max(Date.now(), this.#seen + 1));
      await this.#offer(false);
    }
  }

  #enqueue(task) {
    const session = this.#session;
    this.#tasks = this.#tasks.then(task).catch((failure) => this.#session === session && this.#fail(failure.message));
  }

  #make(session) {
    clearTimeout(this.#next);
    this.#session = session;
    this.#seen = Math.max(this.#seen, session);
    [this.#round, this.#own, this.#open] = [0, undefined, false];
    this.#answerSaid = undefined;
    const mine = (action) => (argument) => this.#session === session && action(argument);
    this.#connection = new Connection(this.#options, {
      open: mine((raw) => this.#opened(raw)),
      message: mine(this.#events.message),
      // Unasked, that is: who wants none has closed it by itself and is about to say so.
      closed: mine(() => this.#wanted && this.#fail('closed')),
      state: mine((state) => this.#handleState(state)),
      candidate: mine((candidate) => this.#send({ type: 'candidate', session, ...candidate })),
    });
    this.#later(CONNECT_MS, session, () => this.#open || this.#fail('no open channel'));
    for (const candidate of this.#early.get(session) ?? []) {
      void this.#connection.addCandidate(candidate);
    }
    this.#early.clear();
  }

  #handleState(state) {
    this.#events.state(state);
    if (state === 'failed') {
      this.#later(FAILED_MS, this.#session, () => this.#open || this.#fail('failed'));
    }
  }

  #opened(raw) {
    this.#open = true;
    this.#events.open(raw);
  }

  async #restart() {
    if (this.#connection?.stable && !this.#own) {
      await this.#offer(true);
    }
  }

  async #offer(restart) {
    const round = ++this.#round;
    const session = this.#session;
    this.#own = round;
    await this.#connection.offer(restart, (sdp) => {
      this.#offerSaid = { type: 'offer', session, round, sdp };
      this.#send(this.#offerSaid);
    });
    this.#resend(session, round, RESEND_MS);
  }

  /** An offer without answer is said again (SIG-5). */
  #resend(session, round, ms) {
    this.#later(ms, session, () => {
      if (this.#own === round) {
        this.#send(this.#offerSaid);
        this.#connection.tellCandidates();
        this.#resend(session, round, this.#open ? Math.min(2 * ms, 60_000) : RESEND_MS);
      }
    });
  }

  async #handle(message) {
    switch (message.type) {
      case 'offer':
        return this.#handleOffer(message);
      case 'answer':
        if (message.session === this.#session && message.round === this.#own) {
          this.#own = undefined;
          this.limit = messageLimitOf(message.sdp);
          await this.#connection.takeAnswer(message.sdp);
        }
        return undefined;
      case 'candidate':
        return this.#handleCandidate(message);
      case 'bye':
        return this.#handleBye(message.session);
      default:
        return undefined;
    }
  }

  async #handleOffer({ session, round, sdp }) {
    this.#seen = Math.max(this.#seen, session);
    if (session < this.#theirNewest) {
      return;
    }
    this.#theirNewest = session;
    if (session === this.#ended) {
      return;
    }
    this.#offerSince = true;
    if (!this.#wanted) {
      this.#send({ type: 'bye', session });
      return;
    }
    const present = this.#connection && session === this.#session;
    if (present && round === this.#answerSaid?.round) {
      this.#send(this.#answerSaid);
      this.#connection.tellCandidates();
      return;
    }
    const collides = this.#own && (present || !this.#connection?.described);
    if ((collides && !this.#polite) || (present && this.#open && this.refuseRestarts)) {
      return;
    }
    if (!present) {
      if (this.#connection && !collides && session < this.#session) {
        return;
      }
      await this.#drop();
      this.#make(session);
    }
    this.#own = undefined;
    this.limit = messageLimitOf(sdp);
    await this.#connection.answer(sdp, (own) => {
      this.#answerSaid = { type: 'answer', session, round, sdp: own };
      this.#send(this.#answerSaid);
    });
  }

  async #handleCandidate(message) {
    if (this.#connection && message.session === this.#session) {
      await this.#connection.addCandidate(message);
    } else if (message.session > this.#seen) {
      this.#early.set(message.session, [...(this.#early.get(message.session) ?? []).slice(-63), message]);
    }
  }

  async #handleBye(session) {
    const present = this.#connection && session === this.#session;
    const late = session === this.#ended && !this.#offerSince;
    if (present || late) {
      this.#pauseMs = LONGEST_PAUSE_MS;
      if (present || !this.#connection?.described) {
        await this.#drop();
      }
      this.#beginIn(this.#pauseMs);
    }
  }

  /** The connection is given up; another attempt follows after the pause. */
  #fail(reason) {
    this.#events.failed(reason);
    void this.#drop();
    if (this.#wanted) {
      this.#beginIn(this.#pauseMs);
      this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    }
  }

  async #drop() {
    const connection = this.#connection;
    clearTimeout(this.#next);
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
    if (connection) {
      this.#connection = undefined;
      this.#ended = this.#session;
      this.#offerSince = false;
      this.#session = 0;
      this.#own = undefined;
      this.#open = false;
      this.#events.closed();
      await connection.close();
    }
  }

  #later(ms, session, action) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#session === session && this.#connection) {
        this.#enqueue(action);
      }
    }, ms);
    this.#timers.add(timer);
  }

  #send(message) {
    this.#events.signal(message);
  }
}
