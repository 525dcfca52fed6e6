import { SimPipe } from './SimPipe.js';

/** A device's WebSocket: a pipe each way. */
export class SimLink {
  #world;
  #server;
  #device;
  #down;
  #up;
  #open = true;
  #holed = false;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {number} delayMaxMs
   * @param {import('./SimServer.js').SimServer} server
   * @param {import('./SimDevice.js').SimDevice} device
   */
  constructor(world, delayMaxMs, server, device) {
    this.#world = world;
    this.#server = server;
    this.#device = device;
    /** @type {SimPipe<import('../../lib/wire/types.js').ServerFrame>} */
    this.#down = new SimPipe(world, delayMaxMs, (frame) => device.serverFrame(this, frame));
    this.session = server.connect(device.id, this.#down);
    /** @type {SimPipe<import('../../lib/wire/types.js').ClientFrame>} */
    this.#up = new SimPipe(world, delayMaxMs, (frame) => server.frame(device.id, this.session, frame));
  }

  /** @param {import('../../lib/wire/types.js').ClientFrame} frame */
  send(frame) {
    this.#up.send(frame);
  }

  /** From now on it swallows everything. */
  hole() {
    this.#holed = true;
    this.#down.hole(true);
    this.#up.hole(true);
  }

  /** Whether something of it is lost, so that a real connection would have to end. */
  holed() {
    return this.#holed;
  }

  /** The node ends the session: says so, or is not heard any more. @param {boolean} told */
  end(told) {
    const world = this.#world;
    if (told) {
      this.cut(false);
      world.after(world.pick(0, 200), () => this.#device.connection().ended(this));
    } else {
      this.hole();
      world.after(world.pick(400, 3_000), () => this.cut(true));
    }
  }

  /**
   * Loses what is under way; either side notices in its own time.
   *
   * @param {boolean} tellDevice
   */
  cut(tellDevice) {
    if (!this.#open) {
      return;
    }
    this.#open = false;
    this.#down.cut();
    this.#up.cut();
    const world = this.#world;
    world.after(world.pick(0, 400), () => this.#server.disconnected(this.#device.id, this.session));
    if (tellDevice) {
      world.after(world.pick(0, 200), () => this.#device.connection().lost(this));
    }
  }
}
