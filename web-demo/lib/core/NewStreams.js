import { speaker } from './Speaker.js';

/** More than a device begins in a conversation that is put back again and again. */
const AT_ONCE = 16;

/** After those; an honest device waits a minute at least. */
const EVERY_MS = 10_000;

/**
 * How many streams another device may begin: one is enough but for new epochs (DLV-22), and each costs memory here for
 * ever.
 */
export class NewStreams {
  /** What is left of the budget of a device in a conversation, as of a point in time. @type {Map<string, { streams: number, atMs: number }>} */
  #budgets = new Map();

  /**
   * Whether a stream that is not known may begin now; counts it if so.
   *
   * @param {import('../wire/StreamId.js').StreamId} stream @param {number} nowMs
   */
  take(stream, nowMs) {
    const key = speaker(stream);
    const { streams, atMs } = this.#budgets.get(key) ?? { streams: AT_ONCE, atMs: nowMs };
    const more = Math.floor(Math.max(0, nowMs - atMs) / EVERY_MS);
    const isFull = streams + more >= AT_ONCE;
    const left = isFull ? AT_ONCE : streams + more;
    const begins = left > 0;
    this.#budgets.set(key, {
      streams: begins ? left - 1 : left,
      atMs: isFull ? nowMs : atMs + more * EVERY_MS,
    });
    return begins;
  }
}
