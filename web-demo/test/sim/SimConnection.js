import { SimHellos } from './SimHellos.js';
import { name } from './SimIds.js';
import { SimLink } from './SimLink.js';
import { welcome } from './SimScenario.js';

/** How one device is connected to the node: when it tries, and what it hears of the end. */
export class SimConnection {
  /** @type {SimLink | null} */
  #link = null;
  #reachable = true;
  #world;
  #scenario;
  #server;
  #device;
  #outs;
  #clock;
  #hellos;

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
    this.#hellos = new SimHellos(world, device, scenario.faultMs);
  }

  link() {
    return this.#link;
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
    const device = this.#device;
    const link = new SimLink(this.#world, this.#scenario.delayMaxMs, this.#server, device);
    this.#link = link;
    this.#world.trace(name(device.id), 'connect');
    const lastIncarnation = this.#server.directory.starts.hello(device.id, device.incarnations());
    const said = welcome(device, this.#scenario, this.#clock.serverMs(), lastIncarnation);
    if (this.#hellos.breakOff(link)) {
      return;
    }
    device.linked(true);
    device.turn((core) => core.handleLinkUp(said, this.#clock.localMs()));
    device.keep(this.#clock.welcomed());
    if (this.#link === link) {
      this.#hellos.breakOff(link);
    }
  }

  /** Whether the device, which is told of another past, is killed before its disk knows. */
  killed() {
    return this.#hellos.killed();
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
      this.#device.linked(false);
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
      this.#device.linked(false);
    }
  }
}
