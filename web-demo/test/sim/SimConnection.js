import { name } from './SimIds.js';
import { SimLink } from './SimLink.js';
import { welcome } from './SimScenario.js';

/** How one device is connected to the node: when it tries, and what it hears of the end. */
export class SimConnection {
  /** @type {SimLink | null} */
  #link = null;
  #reachable = true;
  #incarnation = '0';
  #world;
  #scenario;
  #server;
  #device;
  #outs;
  #clock;

  /**
   * @param {object} parts
   * @param {import('./SimWorld.js').SimWorld} parts.world
   * @param {import('./SimScenario.js').SimScenario} parts.scenario
   * @param {import('./SimServer.js').SimServer} parts.server
   * @param {import('./SimDevice.js').SimDevice} parts.device
   * @param {import('./SimOuts.js').SimOuts} parts.outs
   * @param {import('./SimClock.js').SimClock} parts.clock
   */
  constructor({ world, scenario, server, device, outs, clock }) {
    this.#world = world;
    this.#scenario = scenario;
    this.#server = server;
    this.#device = device;
    this.#outs = outs;
    this.#clock = clock;
  }

  link() {
    return this.#link;
  }

  /** A life begins; what it tells the node of itself (SES-11). */
  drawIncarnation() {
    this.#incarnation = this.#world.u64();
    return this.#incarnation;
  }

  /** Connects, and again whenever there is no connection, while this life lasts. */
  connectLater() {
    this.#device.inThisLife(this.#world.nowMs() + this.#world.pick(5, 200), () => {
      if (this.#link === null && this.#reachable && this.#server.up()) {
        this.#server.directory.isSignedOut(this.#device.id) ? this.#hearsThatItIsOut() : this.#connect();
      }
      this.connectLater();
    });
  }

  #connect() {
    this.#outs.selfOut = false;
    this.#link = new SimLink(this.#world, this.#scenario.delayMaxMs, this.#server, this.#device);
    this.#world.trace(name(this.#device.id), 'connect');
    const lastIncarnation = this.#server.directory.replaceIncarnation(this.#device.id, this.#incarnation);
    const said = welcome(this.#device, this.#scenario, this.#clock.serverMs(), lastIncarnation);
    this.#device.turn((core) => core.handleLinkUp(said, this.#clock.localMs()));
    this.#device.keep(this.#clock.welcomed());
  }

  /** @param {boolean} on */
  reachable(on) {
    this.#reachable = on;
    if (!on) {
      this.#link?.cut(true);
    }
  }

  /** The life ends. */
  crash() {
    this.#link?.cut(false);
    this.#link = null;
  }

  /** @param {SimLink} lost */
  lost(lost) {
    if (this.#link === lost) {
      this.#link = null;
      this.#device.turn((core) => core.handleLinkDown(this.#clock.localMs()));
    }
  }

  /** It is told that it is signed out. @param {SimLink} ended */
  ended(ended) {
    if (this.#link === ended) {
      this.#link = null;
      this.#hearsThatItIsOut();
    }
  }

  #hearsThatItIsOut() {
    if (!this.#outs.selfOut) {
      this.#outs.selfOut = true;
      this.#device.turn((core) => core.handleOut(this.#clock.localMs()));
    }
  }
}
