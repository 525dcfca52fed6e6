import { PathSelector } from '../path/PathSelector.js';
import { RungTally } from '../signaling/RungTally.js';

/** How many changes are remembered for a person to read. */
const REMEMBERED = 16;

/** How one device is reached: the selector, and what a person may want to know about its choices. */
export class DevicePath {
  /** @type {string[]} */
  #tried = [];
  #relay = new RungTally();
  /** @type {import('../delivery/Path.js').Path} */
  #before = 'none';
  #planned = false;
  #channel = 0;
  #full = false;
  #channelBytes = 0;
  #hedges = 0;
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

  /** The most bytes of a message on it. */
  channelBytes() {
    return this.#channelBytes;
  }

  /** @param {number} opened @param {number} bytes */
  channelOpened(opened, bytes) {
    this.#channel = opened;
    this.#channelBytes = bytes;
    this.#full = false;
    this.#planned = false;
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

  /** One side has said that it ends the channel: the relay is no rescue then. @param {number} ending */
  channelEnds(ending) {
    this.#planned ||= ending === this.#channel;
  }

  /** The channel stays open, and is used again once it answers. */
  channelSilent() {
    this.#remember('channel silent: no answer to a ping');
  }

  /**
   * Something else goes by the server beside the channel: all of it while a pong is late.
   *
   * @param {import('../delivery/Beside.js').Beside} to
   */
  besideChanged(to) {
    if (to === 'all') {
      this.#hedges++;
    }
  }

  /**
   * Notes a move and returns why, in words.
   *
   * @param {import('../delivery/Path.js').Path} to
   * @param {import('../path/PathReason.js').PathReason} why
   */
  moved(to, why) {
    this.#countRelay(to);
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
      hedges: this.#hedges,
      relay: this.#relay.snapshot(),
    };
  }

  /** @param {import('../delivery/Path.js').Path} to */
  #countRelay(to) {
    if (this.#before === 'direct' && !this.#planned) {
      this.#relay.request();
      this.#relay.begin();
      to === 'relay' ? this.#relay.helped() : this.#relay.failed();
    }
    this.#before = to;
  }

  /** @param {string} what */
  #remember(what) {
    this.#tried.push(what);
    if (this.#tried.length > REMEMBERED) {
      this.#tried.shift();
    }
  }
}
