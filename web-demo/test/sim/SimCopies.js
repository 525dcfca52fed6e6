import { Random } from '../Random.js';
import { name } from './SimIds.js';

/** Out of a hundred seeds in which disks go back, in how many a copy runs beside its device. */
const CHANCE = 50;

const MOST = 2;
const MOST_STARTS = 4;

/** How long in the calm phase they run side by side, until it is quiet and for a while then. */
export const SIDE_BY_SIDE_MS = 200_000;

/** How often in the calm phase it is looked whether the next copy can have its turn, in ms. */
const TURN_MS = 1_000;

/** @typedef {import('./SimDevice.js').SimDevice} SimDevice */
/** @typedef {import('./SimDisk.js').SimDisk} SimDisk */

/**
 * Devices that are used from two copies of their disk at the same time: whichever connects ends the session of the other
 * (SES-5), which says and hears on over its channels until it is told so, and connects again when a person starts it
 * anew. Draws from a source of its own, as `SimMembership` does.
 */
export class SimCopies {
  /** @type {SimDevice[]} of which there are copies, and the copies */
  #copied = [];
  /** @type {Set<SimDevice>} whose turn to run alone is still to come */
  #waiting = new Set();
  /** @type {Set<SimDevice>} whose turn is over */
  #done = new Set();
  #calm = false;
  #world;
  #checker;
  #devices;
  #make;
  #random;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimChecker.js').SimChecker} checker
   * @param {SimDevice[]} devices copies are added
   * @param {(disk: SimDisk, skewMs: number) => SimDevice} make
   */
  constructor(world, checker, devices, make) {
    this.#world = world;
    this.#checker = checker;
    this.#devices = devices;
    this.#make = make;
    this.#random = new Random(world.seed ^ 0xc0b1);
  }

  /** @param {number} withinMs */
  plan(withinMs) {
    const random = this.#random;
    if (random.int(0, 100) >= CHANCE) {
      return;
    }
    const originals = [...this.#devices];
    for (let i = random.int(1, MOST + 1); i > 0; i--) {
      const original = random.pick(originals);
      const beginAtMs = random.int(2, withinMs);
      const copiedAtMs = random.flag() ? beginAtMs - 1 : random.int(0, beginAtMs);
      const skewMs = random.int(0, 4) === 0 ? random.int(-200_000, 200_000) : 0;
      this.#world.at(copiedAtMs, () => {
        const disk = original.copyOfDisk();
        this.#world.at(beginAtMs, () => this.#begin(original, disk, skewMs, withinMs));
      });
    }
  }

  /** @param {SimDevice} original @param {SimDisk} disk @param {number} skewMs @param {number} withinMs */
  #begin(original, disk, skewMs, withinMs) {
    this.#world.counts.add('copies');
    this.#world.trace(name(original.id), 'a copy begins');
    this.#checker.addCopy(disk);
    const copy = this.#make(disk, skewMs);
    this.#devices.push(copy);
    if (!this.#copied.includes(original)) {
      this.#copied.push(original);
    }
    this.#copied.push(copy);
    copy.start();
    for (let i = this.#random.int(0, MOST_STARTS); i > 0; i--) {
      const either = this.#random.flag() ? original : copy;
      this.#world.after(this.#random.int(1, withinMs), () => this.#startAnew(either));
    }
  }

  /** A person starts one that was told that another one runs. @param {SimDevice} device */
  #startAnew(device) {
    if (!this.#calm && device.connection().takenOver()) {
      device.crash();
      device.start();
    }
  }

  /**
   * There are no faults any more. They run on side by side, though nobody starts one again that has heard of the other;
   * then one after the other, each until all it has said has arrived.
   */
  calmDown() {
    this.#calm = true;
    const running = new Set();
    for (const device of this.#copied) {
      if (running.has(device.id)) {
        this.#waiting.add(device);
      }
      running.add(device.id);
    }
    if (this.#waiting.size > 0) {
      this.#world.after(SIDE_BY_SIDE_MS, () => this.#takeTurns());
    }
  }

  #takeTurns() {
    this.#copied.forEach((device) => device.crash());
    this.#copied.filter((device) => !this.#waiting.has(device)).forEach((device) => device.start());
    this.#nextTurn();
  }

  #nextTurn() {
    for (const next of [...this.#waiting]) {
      const before = this.#copied.find((device) => device.id === next.id && device.settled());
      if (before !== undefined) {
        this.#waiting.delete(next);
        this.#done.add(before);
        before.crash();
        next.start();
      }
    }
    if (this.#waiting.size > 0) {
      this.#world.after(TURN_MS, () => this.#nextTurn());
    }
  }

  /** Whether everything it said has arrived, as far as it knows. @param {SimDevice} device */
  settled(device) {
    return this.#done.has(device) || (device.settled() && !this.#waiting.has(device));
  }
}
