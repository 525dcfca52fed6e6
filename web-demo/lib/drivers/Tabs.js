/** How often a tab that follows asks whether the leader lives, and how long it waits for an answer. */
const ASK_MS = 2_000;
const SILENT_MS = 6_000;

/**
 * @typedef {object} TabsListener
 * @property {(name: string) => Promise<void>} lead this tab leads from now on, under this name
 * @property {() => void} stepDown it must stop at once: another leads, or this page is frozen
 * @property {(message: any) => void} handleMessage another tab said something
 */

/**
 * The tabs of one device in one browser: exactly one leads, by a Web Lock; the others wait for the lock. The browser
 * frees it when the page ends. One that is frozen or hangs does not answer, and the lock is taken from it; what it may
 * still want to write is fenced off in the database (see GroupCommit).
 */
export class Tabs {
  #name = crypto.randomUUID();
  /** @type {'waiting' | 'leading' | 'frozen' | 'closed'} */
  #state = 'closed';
  #leader = '';
  #answeredAtMs = 0;
  #release = () => {};
  #abortWaiting = new AbortController();
  #cancelWatch = () => {};
  #lock;
  #channel;
  #timers;
  #clock;
  #listener;

  /**
   * @param {string} device
   * @param {import('./Timers.js').Timers} timers
   * @param {import('./PeerClock.js').PeerClock} clock
   * @param {TabsListener} listener
   */
  constructor(device, timers, clock, listener) {
    this.#lock = 'plait-' + device;
    this.#timers = timers;
    this.#clock = clock;
    this.#listener = listener;
    this.#channel = new BroadcastChannel(this.#lock);
    this.#channel.onmessage = ({ data }) => this.#handle(data);
  }

  /** This tab's name, that no other has. */
  name() {
    return this.#name;
  }

  /** Whether this tab leads. */
  leading() {
    return this.#state === 'leading';
  }

  /** Waits for its turn to lead. */
  join() {
    if (this.#state === 'closed' || this.#state === 'frozen') {
      this.#wait({});
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

  /** @param {'frozen' | 'closed'} state */
  #leave(state) {
    const led = this.leading();
    this.#state = state;
    this.#cancelWatch();
    this.#abortWaiting.abort();
    if (led) {
      this.#listener.stepDown();
    }
    this.#release();
  }

  /** @param {{steal?: boolean}} how */
  #wait(how) {
    this.#state = 'waiting';
    this.#abortWaiting.abort();
    this.#abortWaiting = new AbortController();
    this.#answeredAtMs = this.#clock.nowMs();
    this.post({ kind: 'ask-leader' });
    this.#watch();
    const options = how.steal ? { steal: true } : { signal: this.#abortWaiting.signal };
    navigator.locks.request(this.#lock, options, () => this.#lead()).catch(() => this.#lost());
  }

  /** Holds the lock until the returned promise settles. */
  async #lead() {
    if (this.#state !== 'waiting') {
      return;
    }
    this.#state = 'leading';
    this.#leader = this.#name;
    this.#cancelWatch();
    const held = new Promise((release) => (this.#release = () => release(undefined)));
    try {
      await this.#listener.lead(this.#name);
    } catch (failure) {
      this.#state = 'waiting';
      this.#cancelWatch = this.#timers.after(ASK_MS, () => this.#wait({}));
      reportError(failure); // the database could not be read; another tab may
      return;
    }
    this.post({ kind: 'leader', leader: this.#name });
    await held;
  }

  /** The wait was called off, or another tab took the lock from this one. */
  #lost() {
    if (this.#state === 'leading') {
      this.#state = 'waiting';
      this.#listener.stepDown();
      this.#wait({});
    }
  }

  #watch() {
    this.#cancelWatch();
    this.#cancelWatch = this.#timers.after(ASK_MS, () => {
      if (this.#clock.nowMs() - this.#answeredAtMs > SILENT_MS) {
        this.#wait({ steal: true });
      } else {
        this.post({ kind: 'ask-leader' });
        this.#watch();
      }
    });
  }

  /** @param {any} message */
  #handle(message) {
    if (message.kind === 'ask-leader') {
      if (this.leading()) {
        this.post({ kind: 'leader', leader: this.#name });
      }
    } else if (message.kind === 'leader') {
      this.#answeredAtMs = this.#clock.nowMs();
      if (message.leader !== this.#leader) {
        this.#leader = message.leader;
        this.#listener.handleMessage({ kind: 'new-leader' });
      }
    } else {
      this.#answeredAtMs = message.fromLeader ? this.#clock.nowMs() : this.#answeredAtMs;
      this.#listener.handleMessage(message);
    }
  }
}
