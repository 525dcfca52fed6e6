import { Random } from '../Random.js';
import { name } from './SimIds.js';

/** Out of a hundred seeds, in how many devices are signed out. */
const CHANCE = 30;

const MOST = 4;

/**
 * When a device hears that it is signed out: its line to the node may be dead at that moment, or until it signs in again,
 * while its channels live.
 */
const HEARD = /** @type {const} */ (['at once', 'later', 'never']);

/**
 * Devices that are signed out and sign in again later, told or not (SES-13). Draws from a source of its own, as
 * `SimMembership` does.
 */
export class SimSignOuts {
  #world;
  #server;
  #devices;
  #random;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimServer.js').SimServer} server
   * @param {import('./SimDevice.js').SimDevice[]} devices
   */
  constructor(world, server, devices) {
    this.#world = world;
    this.#server = server;
    this.#devices = devices;
    this.#random = new Random(world.seed ^ 0x5165);
  }

  /** @param {number} withinMs */
  plan(withinMs) {
    if (this.#random.int(0, 100) < CHANCE) {
      for (let i = this.#random.int(1, MOST + 1); i > 0; i--) {
        const device = this.#random.pick(this.#devices);
        const outAtMs = this.#random.int(0, withinMs);
        const heard = this.#random.pick(HEARD);
        const restarted = this.#random.flag();
        this.#world.at(outAtMs, () => this.#signOut(device, heard));
        this.#world.at(outAtMs + this.#random.int(1, withinMs), () => this.#signIn(device, restarted));
      }
    }
  }

  /** @param {import('./SimDevice.js').SimDevice} device @param {(typeof HEARD)[number]} heard */
  #signOut(device, heard) {
    this.#world.counts.add('signOuts');
    this.#world.trace(name(device.id), `signed out, hears of it ${heard}`);
    this.#server.signOut(device.id, true);
    this.#devices.filter(({ id }) => id === device.id).forEach((copy) => copy.link()?.end(heard === 'at once'));
    if (heard === 'never') {
      device.reachable(false);
    }
  }

  /** @param {import('./SimDevice.js').SimDevice} device @param {boolean} restarted */
  #signIn(device, restarted) {
    if (this.#server.directory.isSignedOut(device.id)) {
      this.#world.trace(name(device.id), 'signs in');
      if (restarted) {
        device.crash();
        device.start();
      }
      this.#server.signOut(device.id, false);
      device.reachable(true);
    }
  }

  /** In the calm phase everybody is signed in. */
  end() {
    [...this.#devices].forEach((device) => this.#signIn(device, false));
  }
}
