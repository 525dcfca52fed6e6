import { Random } from '../Random.js';
import { name } from './SimIds.js';

/** Out of a hundred seeds, in how many devices are signed out. */
const CHANCE = 30;

const MOST = 4;

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
        const told = this.#random.flag();
        const restarted = this.#random.flag();
        this.#world.at(outAtMs, () => this.#signOut(device, told));
        this.#world.at(outAtMs + this.#random.int(1, withinMs), () => this.#signIn(device, restarted));
      }
    }
  }

  /**
   * Whoever is not told has a line to the node that is dead at that moment.
   *
   * @param {import('./SimDevice.js').SimDevice} device @param {boolean} told
   */
  #signOut(device, told) {
    this.#world.counts.add('signOuts');
    this.#world.trace(name(device.id), told ? 'signed out' : 'signed out unheard');
    this.#server.signOut(device.id, true);
    device.link()?.end(told);
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
    }
  }

  /** In the calm phase everybody is signed in. */
  end() {
    this.#devices.forEach((device) => this.#signIn(device, false));
  }
}
