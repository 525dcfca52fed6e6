import { Random } from '../Random.js';
import { SimCounts } from './SimCounts.js';
import { describe } from './SimTrace.js';
import { SimViolation } from './SimViolation.js';

/** @typedef {{ atMs: number, order: number, action: () => void }} Event */

/** Most events of one run: a livelock ends here. */
const MAX_EVENTS = 2_000_000;

/** How often, in events, a run asks whether it is done. */
const CHECK_EVERY = 64;

/** Simulated time, the only random source, and the trace of one run. */
export class SimWorld {
  counts = new SimCounts();
  random;
  /** @type {Event[]} a heap: the earliest first, in the order in which they were planned */
  #events = [];
  #tracer;
  #nowMs = 0;
  #order = 0;
  #traceHash = 17;

  /**
   * @param {number} seed
   * @param {((line: string) => void) | undefined} tracer
   */
  constructor(seed, tracer) {
    this.seed = seed;
    this.random = new Random(seed);
    this.#tracer = tracer;
  }

  nowMs() {
    return this.#nowMs;
  }

  traceHash() {
    return this.#traceHash >>> 0;
  }

  /**
   * @param {number} atMs
   * @param {() => void} action
   */
  at(atMs, action) {
    const heap = this.#events;
    const event = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, action };
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, heap[parent])) {
        break;
      }
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = event;
  }

  /**
   * @param {number} delayMs
   * @param {() => void} action
   */
  after(delayMs, action) {
    this.at(this.#nowMs + delayMs, action);
  }

  /**
   * Runs events until `untilMs` or until `done`, which is asked now and then.
   *
   * @param {number} untilMs
   * @param {() => boolean} done
   */
  run(untilMs, done) {
    let sinceCheck = 0;
    while (this.#events.length > 0 && this.#events[0].atMs <= untilMs) {
      const event = this.#next();
      this.#nowMs = event.atMs;
      event.action();
      if (this.#order > MAX_EVENTS) {
        throw new SimViolation('livelock', `more than ${MAX_EVENTS} events`);
      }
      if (++sinceCheck >= CHECK_EVERY) {
        sinceCheck = 0;
        if (done()) {
          return true;
        }
      }
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
    return done();
  }

  #next() {
    const heap = this.#events;
    const first = heap[0];
    const last = /** @type {Event} */ (heap.pop());
    let index = 0;
    for (let child = 1; child < heap.length; child = 2 * index + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], last)) {
        break;
      }
      heap[index] = heap[child];
      index = child;
    }
    if (heap.length > 0) {
      heap[index] = last;
    }
    return first;
  }

  /**
   * An integer from `low` to `high`, both inclusive.
   *
   * @param {number} low
   * @param {number} high
   */
  pick(low, high) {
    return this.random.int(low, high + 1);
  }

  /** @param {number} percent */
  chance(percent) {
    return this.random.int(0, 100) < percent;
  }

  /** An epoch, or an incarnation. */
  u64() {
    return String(this.random.int(1, 2 ** 53));
  }

  /** A message id. */
  uuid() {
    const hex = (/** @type {number} */ length) =>
      this.random
        .int(0, 16 ** length)
        .toString(16)
        .padStart(length, '0');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(8)}${hex(4)}`;
  }

  /**
   * @param {string} who
   * @param {string} what
   * @param {import('../../lib/wire/types.js').Frame} frame
   */
  traceFrame(who, what, frame) {
    this.trace(who, `${what} ${frame.type}`);
    this.#tracer?.(`  ${describe(frame)}`);
  }

  /**
   * @param {string} who
   * @param {string} what
   */
  trace(who, what) {
    let hash = Math.imul(this.#traceHash, 31) + this.#nowMs;
    for (let i = 0; i < what.length; i++) {
      hash = (Math.imul(hash, 31) + what.charCodeAt(i)) | 0;
    }
    this.#traceHash = (Math.imul(hash, 31) + who.length) | 0;
    this.#tracer?.(`${this.#nowMs} ${who} ${what}`);
  }
}

/**
 * @param {Event} a
 * @param {Event} b
 */
function isBefore(a, b) {
  return a.atMs !== b.atMs ? a.atMs < b.atMs : a.order < b.order;
}
