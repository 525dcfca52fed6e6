import { HybridClock } from '../../lib/clock/HybridClock.js';
import { KEEP_EVERY_MS } from '../../lib/core/KeptClock.js';

/** Far from 0, so that no skewed clock is negative. */
const EPOCH_MS = 1_000_000_000_000;

/** Out of a hundred starts of a device whose clock is wrong, how many find it set anew. */
const SET_CHANCE = 25;

/** The clock of one device's machine: wrong by some time, and by another one after some starts. Knows what the device makes of it. */
export class SimClock {
  #world;
  #skewMs;
  #aheadMs = 0;
  #furthestMs = 0;
  #starts = 0;

  /** @param {import('./SimWorld.js').SimWorld} world @param {number} skewMs */
  constructor(world, skewMs) {
    this.#world = world;
    this.#skewMs = skewMs;
  }

  /** A life begins. @param {import('./SimDisk.js').SimDisk} disk */
  started(disk) {
    if (this.#skewMs !== 0 && this.#starts > 0 && this.#world.chance(SET_CHANCE)) {
      this.#skewMs = -Math.trunc(this.#skewMs / 2);
    }
    const { lastHlc, serverAheadMs } = disk.load(this.localMs()).clock;
    if (this.#starts === 0) {
      // A copy's past: the device that it was copied from may have taken another time for now.
      this.#furthestMs = Math.max(this.#furthestMs, HybridClock.toMs(lastHlc) - this.serverMs());
    }
    this.#starts++;
    this.#aheadMs = serverAheadMs;
    this.#tookForNow();
  }

  #tookForNow() {
    this.#furthestMs = Math.max(this.#furthestMs, this.#skewMs + this.#aheadMs);
  }

  /** What the server says of the time. */
  serverMs() {
    return EPOCH_MS + this.#world.nowMs();
  }

  /** What the machine's clock shows. */
  localMs() {
    return EPOCH_MS + this.#world.nowMs() + this.#skewMs;
  }

  /** The device hears the server's time; what a driver keeps of it. @returns {import('../../lib/core/DiskWrite.js').DiskWrite} */
  welcomed() {
    this.#aheadMs = -this.#skewMs;
    this.#tookForNow();
    return { write: 'server-clock', aheadMs: this.#aheadMs };
  }

  /** The time as the device knows it, corrected as far as it can be. */
  knownMs() {
    return this.localMs() + this.#aheadMs;
  }

  /** The latest that it may ever have taken for now, and what a start may add (CLK-1). */
  latestMs() {
    return this.serverMs() + this.#furthestMs + this.#starts * KEEP_EVERY_MS;
  }

  /** World time at a time of the machine's clock. @param {number} localAtMs */
  atMs(localAtMs) {
    return Math.max(this.#world.nowMs(), localAtMs - EPOCH_MS - this.#skewMs);
  }
}
