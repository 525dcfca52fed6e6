/** How often a tab that follows asks whether the leader lives, and how many of its questions in a row may stay unanswered. */
const ASK_MS = 2_000;
const MOST_UNANSWERED = 3;

/**
 * @typedef {object} TabsListener
 * @property {(name: string) => Promise<(first: boolean) => void>} load reads what this tab needs to lead under this name;
 *   what it answers begins to lead, and is called only if this is still wanted. `first`: no other tab led before, as far as
 *   this one has heard
 * @property {() => void} stepDown it must stop at once: another leads, or this page is frozen
 * @property {(first: boolean) => void} handleNewLeader another tab leads from now on
 * @property {(message: any) => void} handleMessage another tab said something; the tab that leads, where it matters
 */

/**
 * The tabs of one device in one browser: exactly one leads, by a Web Lock; the others wait for the lock. The browser
 * frees it when the page ends. One that is frozen or hangs does not answer, and the lock is taken from it; what it may
 * still want to write is fenced off in the database (see GroupCommit), and what it may still want to say is not heard: each
 * time that a tab leads has a name of its own, which goes with all that it says as the leader.
 */
export class Tabs {
  /** @type {'waiting' | 'taking' | 'loading' | 'leading' | 'frozen' | 'closed'} */
  #state = 'closed';
  /** Under which this tab leads, or led. */
  #name = '';
  #leader = '';
  #unanswered = 0;
  #request = 0;
  #release = () => {};
  #abortWaiting = new AbortController();
  #cancelWatch = () => {};
  #lock;
  #channel;
  #timers;
  #listener;

  /**
   * @param {string} device
   * @param {import('./Timers.js').Timers} timers
   * @param {TabsListener} listener
   */
  constructor(device, timers, listener) {
    this.#lock = 'plait-' + device;
    this.#timers = timers;
    this.#listener = listener;
    this.#channel = new BroadcastChannel(this.#lock);
    this.#channel.onmessage = ({ data }) => this.#handle(data);
  }

  /** Waits for its turn to lead. */
  join() {
    if (this.#state === 'closed' || this.#state === 'frozen') {
      this.#wait(false);
    }
  }

  /** Leads as soon as it can, whoever leads now: this tab has what the others lack. */
  takeOver() {
    this.#wait(true);
  }

  /** What this tab wrote was refused, since another leads: waits for its turn again. */
  stepBack() {
    if (this.#leads()) {
      this.#leave('waiting');
      this.#wait(false);
    }
  }

  /** The page is frozen, or goes: leads no more, at once, and does not ask for it. */
  freeze() {
    this.#leave('frozen');
  }

  /** Takes part no more. */
  close() {
    this.#leave('closed');
    this.#channel.close();
  }

  /** Says something to the other tabs. @param {object} message structured-cloneable */
  post(message) {
    if (this.#state !== 'closed') {
      this.#channel.postMessage(message);
    }
  }

  /**
   * Says something to the tab that leads, as far as this one has heard. Another does not take it: what is asked again of a
   * new leader is in order.
   *
   * @param {object} message
   */
  postToLeader(message) {
    this.post({ ...message, to: this.#leader });
  }

  /** The same as the tab that leads; heard only by tabs that know it as such. @param {object} message */
  postAsLeader(message) {
    this.post({ ...message, leader: this.#name });
  }

  #leads() {
    return this.#state === 'loading' || this.#state === 'leading';
  }

  /** @param {'waiting' | 'frozen' | 'closed'} state */
  #leave(state) {
    const led = this.#leads();
    this.#state = state;
    this.#cancelWatch();
    this.#abortWaiting.abort();
    if (led) {
      this.#listener.stepDown();
    }
    this.#release();
  }

  /** @param {boolean} steal */
  #wait(steal) {
    const request = ++this.#request;
    this.#state = steal ? 'taking' : 'waiting';
    this.#abortWaiting.abort();
    this.#abortWaiting = new AbortController();
    this.#cancelWatch();
    if (!steal) {
      this.#unanswered = 0;
      this.#ask();
      this.#watch();
    }
    const options = steal ? { steal } : { signal: this.#abortWaiting.signal };
    navigator.locks.request(this.#lock, options, () => this.#lead(request)).catch(() => this.#lost(request));
  }

  /** Holds the lock until the returned promise settles. @param {number} request */
  async #lead(request) {
    if ((this.#state !== 'waiting' && this.#state !== 'taking') || request !== this.#request) {
      return;
    }
    const name = crypto.randomUUID();
    const first = this.#leader === '';
    this.#state = 'loading';
    this.#name = name;
    this.#cancelWatch();
    const held = new Promise((release) => (this.#release = () => release(undefined)));
    try {
      const begin = await this.#listener.load(name);
      if (this.#state !== 'loading' || name !== this.#name) {
        return; // the lock was lost meanwhile, or the page is frozen or closed
      }
      this.#state = 'leading';
      this.#leader = name;
      this.postAsLeader({ kind: 'leader' });
      begin(first);
    } catch (failure) {
      this.#failed(name, failure);
      return;
    }
    await held;
  }

  /** The database could not be read: another tab may, or this one later. @param {string} name @param {unknown} failure */
  #failed(name, failure) {
    if (this.#leads() && name === this.#name) {
      this.#leave('waiting');
      this.#cancelWatch = this.#timers.after(ASK_MS, () => this.#wait(false));
      reportError(failure);
    }
  }

  /** The wait was called off, or another tab took the lock from this one. @param {number} request */
  #lost(request) {
    if (request === this.#request && (this.#state === 'taking' || this.#leads())) {
      this.#leave('waiting');
      this.#wait(false);
    }
  }

  #ask() {
    this.#unanswered++;
    this.post({ kind: 'ask-leader' });
  }

  #watch() {
    this.#cancelWatch();
    this.#cancelWatch = this.#timers.after(ASK_MS, () => {
      if (this.#unanswered >= MOST_UNANSWERED) {
        this.#wait(true);
      } else {
        this.#ask();
        this.#watch();
      }
    });
  }

  /** @param {any} message */
  #handle(message) {
    if (message.kind === 'ask-leader') {
      this.#answer();
    } else if (message.kind === 'loading') {
      this.#unanswered = 0;
    } else if (message.kind === 'leader') {
      this.#heard(message.leader);
    } else if (message.to !== undefined) {
      if (this.#state === 'leading' && message.to === this.#name) {
        this.#listener.handleMessage(message);
      }
    } else if (message.leader === undefined) {
      this.#listener.handleMessage(message);
    } else if (this.#state === 'waiting' && message.leader === this.#leader) {
      this.#unanswered = 0;
      this.#listener.handleMessage(message);
    }
  }

  #answer() {
    if (this.#state === 'leading') {
      this.postAsLeader({ kind: 'leader' });
    } else if (this.#state === 'loading') {
      this.post({ kind: 'loading' });
    }
  }

  /** @param {string} leader */
  #heard(leader) {
    if (this.#state !== 'waiting') {
      return; // it has been replaced, or is about to be, and does not know it yet
    }
    this.#unanswered = 0;
    if (leader !== this.#leader) {
      const first = this.#leader === '';
      this.#leader = leader;
      this.#listener.handleNewLeader(first);
    }
  }
}
