import { SimHellos } from './SimHellos.js';
import { name } from './SimIds.js';
import { SimLink } from './SimLink.js';
import { welcome } from './SimScenario.js';
import { SimViolation } from './SimViolation.js';

/** Whoever could be connected has to know after that time that it is signed out (SES-13). */
const SELF_KNOWS_MS = 5_000;

/** The same of others: less, as lines take 60 ms here and few of them live for long. */
const OTHERS_KNOW_MS = 500;

/** How one device is connected to the node: when it tries, and what it hears of the end. */
export class SimConnection {
  /** @type {SimLink | null} */
  #link = null;
  #reachable = true;
  #triesSinceMs = 0;
  #takenOver = false;
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

  /** A life begins: from now on it tries to connect. */
  begins() {
    this.#triesSinceMs = this.#world.nowMs();
  }

  /** Connects, and again whenever there is no connection, while this life lasts. */
  connectLater() {
    this.#device.inThisLife(this.#world.nowMs() + this.#world.pick(5, 200), () => {
      if (this.#link === null && this.#reachable && !this.#takenOver && this.#server.up()) {
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
    device.keep(this.#clock.welcomed());
    device.turn((core) => core.handleLinkUp(said, this.#clock.localMs()));
    if (this.#link === link) {
      this.#hellos.breakOff(link);
    }
  }

  /** Whether the device, which is told of another past, is killed before its disk knows. */
  killed() {
    return this.#hellos.killed();
  }

  /**
   * Something but the end of the channel is said to a peer. Who is connected, or could be, has been told in time who is
   * signed out, itself included.
   *
   * @param {string} peer
   */
  says(peer) {
    const { directory } = this.#server;
    const othersMs = Math.max(directory.signedOutAtMs(peer), this.#link?.tellsOfSinceMs(peer) ?? Infinity);
    const triesMs = this.#reachable && !this.#takenOver ? this.#triesSinceMs : Infinity;
    const selfMs = Math.max(directory.signedOutAtMs(this.#device.id), triesMs, this.#server.upSinceMs());
    const nowMs = this.#world.nowMs();
    if (othersMs < nowMs - OTHERS_KNOW_MS || selfMs < nowMs - SELF_KNOWS_MS) {
      throw new SimViolation('SES-13 in time', `goes on with ${name(peer)}`);
    }
  }

  /** @param {boolean} on */
  reachable(on) {
    this.#triesSinceMs = this.#reachable ? this.#triesSinceMs : this.#world.nowMs();
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

  /** A person starts it anew: whatever it was told before, it tries to connect. */
  forgetOut() {
    this.#takenOver = false;
    this.#outs.selfOut = false;
  }

  /** Whether it was told that another one runs as the same device. */
  takenOver() {
    return this.#takenOver;
  }

  /**
   * It is told that it is signed out, or that another one runs as the same device (SES-5).
   *
   * @param {SimLink} ended @param {boolean} takenOver
   */
  ended(ended, takenOver) {
    if (this.#link === ended) {
      this.#link = null;
      this.#takenOver = takenOver;
      this.#world.counts.add('takenOver', takenOver ? 1 : 0);
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
