import { Random } from '../Random.js';
import { name } from './SimIds.js';

/** Out of a hundred seeds, in how many sessions break so. */
const CHANCE = 50;

/** Out of a hundred sessions. */
const BREAKS = 20;

/** How long a device is down then, at most. */
const DOWN_MS = 400;

/**
 * Sessions of one device that break, or whose process is killed, around `hello`: before `welcome` is heard, before
 * anything that follows it arrives, before a new epoch is on the disk (SES-11). Draws from a source of its own, as
 * `SimMembership` does.
 */
export class SimHellos {
  #world;
  #device;
  #random;
  #calmMs;

  /**
   * @param {import('./SimWorld.js').SimWorld} world @param {import('./SimDevice.js').SimDevice} device
   * @param {number} calmMs from then on none break
   */
  constructor(world, device, calmMs) {
    this.#world = world;
    this.#device = device;
    this.#random = new Random(world.seed ^ (0x5e511 * Number.parseInt(device.id.slice(-8), 16)));
    this.#calmMs = new Random(world.seed ^ 0x5e5).int(0, 100) < CHANCE ? calmMs : 0;
  }

  /** Breaks a session off, now and then; returns whether it did. @param {import('./SimLink.js').SimLink} link */
  breakOff(link) {
    if (!this.#drawn()) {
      return false;
    }
    this.#world.trace(name(this.#device.id), 'hello breaks off');
    this.#random.flag() ? this.#kill() : link.cut(true);
    return true;
  }

  /** Kills the device that was told of another past before its disk knows, now and then. */
  killed() {
    if (!this.#drawn()) {
      return false;
    }
    this.#kill();
    return true;
  }

  #drawn() {
    const drawn = this.#world.nowMs() < this.#calmMs && this.#random.int(0, 100) < BREAKS;
    if (drawn) {
      this.#world.counts.add('brokenHellos');
    }
    return drawn;
  }

  #kill() {
    this.#device.crash();
    this.#world.after(this.#random.int(1, DOWN_MS), () => this.#device.start());
  }
}
