import { SimPipe } from './SimPipe.js';

/** @typedef {import('../../lib/wire/types.js').PeerFrame} PeerFrame */
/** @typedef {import('./SimDevice.js').SimDevice} SimDevice */

/** A data channel between two devices: two ordered pipes that are cut together. */
export class SimChannel {
  #low;
  #high;
  #toHigh;
  #toLow;
  #open = true;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {number} number
   * @param {number} delayMaxMs
   * @param {SimDevice} low
   * @param {SimDevice} high
   */
  constructor(world, number, delayMaxMs, low, high) {
    this.number = number;
    this.#low = low;
    this.#high = high;
    /** @type {SimPipe<PeerFrame>} */
    this.#toHigh = new SimPipe(world, delayMaxMs, (frame) => high.inputs.channelFrame(this, low.id, frame));
    /** @type {SimPipe<PeerFrame>} */
    this.#toLow = new SimPipe(world, delayMaxMs, (frame) => low.inputs.channelFrame(this, high.id, frame));
    world.after(world.pick(1, delayMaxMs), () => this.#opened(low, high));
    world.after(world.pick(1, delayMaxMs), () => this.#opened(high, low));
  }

  /**
   * @param {SimDevice} device
   * @param {SimDevice} peer
   */
  #opened(device, peer) {
    if (this.#open) {
      device.inputs.channelOpen(peer.id, this);
    }
  }

  isOpen() {
    return this.#open;
  }

  /** @param {SimDevice} device */
  joins(device) {
    return device === this.#low || device === this.#high;
  }

  /**
   * @param {SimDevice} from
   * @param {PeerFrame} frame
   */
  send(from, frame) {
    (from === this.#low ? this.#toHigh : this.#toLow).send(frame);
  }

  /** @param {boolean} on */
  hole(on) {
    this.#toHigh.hole(on);
    this.#toLow.hole(on);
  }

  /**
   * Backpressure at both ends.
   *
   * @param {boolean} on
   */
  writable(on) {
    if (this.#open) {
      this.#low.inputs.channelWritable(this.#high.id, this.number, on);
      this.#high.inputs.channelWritable(this.#low.id, this.number, on);
    }
  }

  /**
   * Loses what is under way; each side hears of it later, or before that by its pings.
   *
   * @param {import('./SimWorld.js').SimWorld} world
   */
  cut(world) {
    if (!this.#open) {
      return;
    }
    this.#open = false;
    this.#toHigh.cut();
    this.#toLow.cut();
    world.after(world.pick(0, 50), () => this.#low.inputs.channelClosed(this.#high.id, this.number));
    world.after(world.pick(0, 50), () => this.#high.inputs.channelClosed(this.#low.id, this.number));
  }
}
