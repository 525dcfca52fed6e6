import { PathSelector } from '../path/PathSelector.js';

/** How many changes are remembered for a person to read. */
const REMEMBERED = 16;

/** How one device is reached: the selector, and what a person may want to know about its choices. */
export class DevicePath {
  /** @type {string[]} */
  #tried = [];
  #channel = 0;
  #full = false;
  #askedAtMs = 0;
  #reason = 'no server and no channel';

  /** @param {string} device @param {import('../path/PathLimits.js').PathLimits} limits */
  constructor(device, limits) {
    this.device = device;
    this.selector = new PathSelector(limits, 1);
  }

  /** The generation of the open channel, 0 for none. */
  channel() {
    return this.#channel;
  }

  /** @param {number} opened */
  channelOpened(opened) {
    this.#channel = opened;
    this.#full = false;
  }

  /** @param {boolean} writable */
  channelWritable(writable) {
    this.#full = !writable;
  }

  /** Whether entries for the path are taken now: a channel may be full, the relay has its window. */
  writable() {
    return this.selector.path() !== 'direct' || !this.#full;
  }

  /** @param {string} why */
  channelClosed(why) {
    this.#channel = 0;
    this.#remember('channel closed: ' + why);
  }

  /** The channel stays open, and is used again once it answers. */
  channelSilent() {
    this.#remember('channel silent: no answer to a ping');
  }

  /** @param {number} nowMs */
  asked(nowMs) {
    this.#askedAtMs = nowMs;
  }

  /** @param {number} nowMs */
  sinceAskedMs(nowMs) {
    return Math.max(0, nowMs - this.#askedAtMs);
  }

  /** Notes a move and returns why, in words. @param {import('../path/PathReason.js').PathReason} why */
  moved(why) {
    this.#reason = why.replaceAll('-', ' ');
    this.#remember(`${this.selector.path()}: ${this.#reason}`);
    return this.#reason;
  }

  /** @returns {import('./PathView.js').PathView} */
  view() {
    return {
      device: this.device,
      path: /** @type {'direct' | 'relay' | 'none'} */ (this.selector.path()),
      generation: this.selector.generation(),
      reason: this.#reason,
      rttMs: Math.max(0, this.selector.roundTripMs()),
      tried: [...this.#tried],
    };
  }

  /** @param {string} what */
  #remember(what) {
    this.#tried.push(what);
    if (this.#tried.length > REMEMBERED) {
      this.#tried.shift();
    }
  }
}
