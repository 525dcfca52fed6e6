/** As much of a browser as its tabs need to agree who leads: locks, channels, time that a test moves. */
export class FakeBrowser {
  nowMs = 0;
  /** @type {{atMs: number, then: () => void}[]} */
  #timers = [];
  /** @type {Map<string, {callback: () => Promise<void>, done: () => void, failed: (failure: Error) => void}[]>} first has it */
  #locks = new Map();
  /** @type {Set<FakeChannel>} */
  #channels = new Set();

  constructor() {
    const browser = this;
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { locks: this } });
    Object.defineProperty(globalThis, 'BroadcastChannel', {
      configurable: true,
      value: class extends FakeChannel {
        constructor() {
          super(browser.#channels);
        }
      },
    });
    globalThis.reportError = () => {};
  }

  /** As `navigator.locks.request`. @param {string} name @param {any} options @param {() => Promise<void>} callback */
  request(name, { steal = false, signal }, callback) {
    return new Promise((done, failed) => {
      const queue = this.#locks.get(name) ?? [];
      this.#locks.set(name, queue);
      const request = { callback, done: () => done(undefined), failed };
      if (steal) {
        queue.splice(0, 1, request)[0]?.failed(new Error('stolen'));
        this.#grant(queue, request);
        return;
      }
      queue.push(request);
      signal?.addEventListener('abort', () => this.#giveUp(queue, request));
      if (queue[0] === request) {
        this.#grant(queue, request);
      }
    });
  }

  /** @param {any[]} queue @param {any} request */
  #giveUp(queue, request) {
    if (queue.indexOf(request) > 0) {
      queue.splice(queue.indexOf(request), 1);
      request.failed(new Error('called off'));
    }
  }

  /** @param {any[]} queue @param {any} request */
  #grant(queue, request) {
    queueMicrotask(async () => {
      await request.callback();
      request.done();
      if (queue[0] === request) {
        queue.shift();
        if (queue.length > 0) {
          this.#grant(queue, queue[0]);
        }
      }
    });
  }

  /** As `Timers.after`. @param {number} delayMs @param {() => void} then */
  after(delayMs, then) {
    const timer = { atMs: this.nowMs + delayMs, then };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** Lets that much time pass, and everything happen that comes of it. @param {number} ms */
  async pass(ms) {
    const untilMs = this.nowMs + ms;
    await this.settle();
    for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
      this.nowMs = next.atMs;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.then();
      await this.settle();
    }
    this.nowMs = untilMs;
  }

  /** @param {number} untilMs */
  #next(untilMs) {
    return this.#timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
  }

  /** Everything happens that needs no time. */
  async settle() {
    for (let i = 0; i < 50; i++) {
      await Promise.resolve();
    }
  }
}

class FakeChannel {
  /** @type {(message: {data: any}) => void} */
  onmessage = () => {};
  #all;

  /** @param {Set<FakeChannel>} all */
  constructor(all) {
    this.#all = all;
    all.add(this);
  }

  /** @param {any} message */
  postMessage(message) {
    if (!this.#all.has(this)) {
      throw new Error('closed');
    }
    const data = structuredClone(message);
    for (const other of this.#all) {
      if (other !== this) {
        queueMicrotask(() => this.#all.has(other) && other.onmessage({ data }));
      }
    }
  }

  close() {
    this.#all.delete(this);
  }
}
