/** The longest delay that a browser takes; longer ones would fire at once. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Timers that a hidden page keeps. A browser lets the timers of a page that has been out of sight for minutes fire once
 * a minute, too late for the server's pings (SES-7); a worker's are left alone. Without workers the page's own serve.
 */
export class Timers {
  /** @type {Map<number, {atMs: number, then: () => void}>} */
  #due = new Map();
  #lastId = 0;
  #closed = false;
  #worker = startWorker();

  constructor() {
    this.#worker?.addEventListener('message', ({ data }) => this.#fire(data));
    this.#worker?.addEventListener('error', () => this.#goOnWithout());
  }

  /**
   * Calls `then` once, not before `delayMs`.
   *
   * @param {number} delayMs 0 or less for as soon as possible
   * @param {() => void} then
   * @returns {() => void} calls it off; harmless afterwards
   */
  after(delayMs, then) {
    if (this.#closed) {
      return () => {};
    }
    const waitMs = Math.min(MOST_MS, Math.max(0, delayMs));
    const id = ++this.#lastId;
    this.#due.set(id, { atMs: performance.now() + waitMs, then });
    this.#arm(id, waitMs);
    return () => {
      if (this.#due.delete(id)) {
        this.#worker?.postMessage({ id, delayMs: null });
      }
    };
  }

  /** Calls everything off, and what is asked for from now on. */
  close() {
    this.#closed = true;
    this.#due.clear();
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** @param {number} id @param {number} delayMs */
  #arm(id, delayMs) {
    if (this.#worker) {
      this.#worker.postMessage({ id, delayMs });
    } else {
      setTimeout(() => this.#fire(id), delayMs);
    }
  }

  /** The worker could not be loaded: it is not where this file is, or a policy of the page forbids it. */
  #goOnWithout() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#due.forEach(({ atMs }, id) => this.#arm(id, Math.max(0, atMs - performance.now())));
  }

  /** @param {number} id */
  #fire(id) {
    const due = this.#due.get(id);
    this.#due.delete(id);
    due?.then();
  }
}

/** @returns {Worker | undefined} */
function startWorker() {
  if (typeof Worker === 'undefined') {
    return undefined;
  }
  const url = new URL('./timerWorker.js', import.meta.url);
  try {
    return new Worker(trusted(url.href), { type: 'module' });
  } catch {
    return undefined; // a policy of the page forbids workers
  }
}

/**
 * A page may insist on trusted types; the policy takes this one script and nothing else.
 *
 * @param {string} href
 * @returns {string}
 */
function trusted(href) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) {
    return href;
  }
  policy ??= types.createPolicy('plait', {
    createScriptURL: (/** @type {string} */ asked) => {
      if (asked !== href) {
        throw new TypeError('not a script of this library: ' + asked);
      }
      return asked;
    },
  });
  return policy.createScriptURL(href);
}

/** @type {any} made once, since a name can be taken once */
let policy;
