import { SimPipe } from './SimPipe.js';

/** Out of a hundred ends, how many that are to be told are not heard. */
const UNHEARD_CHANCE = 20;

/** A device's WebSocket: a pipe each way. */
export class SimLink {
  #world;
  #server;
  #device;
  #down;
  #up;
  #open = true;
  #holed = false;
  #begunAtMs;
  /** Whom it has told of, and when it had told of all that has changed (SES-14). @type {Set<string>} */
  #named = new Set();
  #toldAllMs = Infinity;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {number} delayMaxMs
   * @param {import('./SimServer.js').SimServer} server
   * @param {import('./SimDevice.js').SimDevice} device
   */
  constructor(world, delayMaxMs, server, device) {
    this.#world = world;
    this.#begunAtMs = world.nowMs();
    this.#server = server;
    this.#device = device;
    /** @type {SimPipe<import('../../lib/wire/types.js').ServerFrame>} */
    this.#down = new SimPipe(world, delayMaxMs, (frame) => device.inputs.serverFrame(this, frame));
    this.session = server.connect(device.id, device.knownChanges(), this.#down, () => this.#takenOver());
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

  /** The device hears that. @param {import('../../lib/wire/types.js').ServerFrame} frame */
  heard(frame) {
    if (frame.type === 'roster') {
      frame.members.forEach(({ devices }) => devices.forEach((device) => this.#named.add(device)));
    } else if (frame.type === 'changes') {
      this.#toldAllMs = Math.min(this.#toldAllMs, this.#world.nowMs());
    }
  }

  /** Whether the session has told all that had changed before it. */
  hasToldAll() {
    return this.#toldAllMs !== Infinity;
  }

  /**
   * Since when it tells what becomes of that peer, with nothing lost; `Infinity` where it does not. That a conversation
   * with it is gone is told only when all the others are.
   *
   * @param {string} peer
   */
  tellsOfSinceMs(peer) {
    const toldMs = this.#named.has(peer) ? this.#begunAtMs : this.#toldAllMs;
    return this.#holed ? Infinity : Math.max(this.#begunAtMs, toldMs);
  }

  /** The node ends the session: says so, or is not heard any more. @param {boolean} told @param {boolean} [takenOver] */
  end(told, takenOver = false) {
    const world = this.#world;
    if (told) {
      this.cut(false);
      world.after(world.pick(0, 200), () => this.#device.connection().ended(this, takenOver));
    } else {
      this.hole();
      world.after(world.pick(400, 3_000), () => this.cut(true));
    }
  }

  /** Another one has connected as the same device; now and then that is not heard. */
  #takenOver() {
    if (this.#open) {
      this.end(!this.#world.chance(UNHEARD_CHANCE), true);
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
