/**
 * One direction of a connection: in order, until it is cut. A cut loses what is under way; a black hole swallows without
 * a word; now and then a frame comes twice.
 *
 * @template T
 */
export class SimPipe {
  #world;
  #to;
  #delayMaxMs;
  #cut = false;
  #hole = false;
  #lastAtMs = 0;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {number} delayMaxMs
   * @param {(frame: T) => void} to
   */
  constructor(world, delayMaxMs, to) {
    this.#world = world;
    this.#to = to;
    this.#delayMaxMs = delayMaxMs;
  }

  /** @param {T} frame */
  send(frame) {
    if (this.#cut) {
      return;
    }
    const world = this.#world;
    if (this.#hole) {
      world.counts.add('losses');
      return;
    }
    this.#lastAtMs = Math.max(this.#lastAtMs, world.nowMs() + world.pick(1, this.#delayMaxMs));
    world.at(this.#lastAtMs, () => this.#arrive(frame));
    if (world.chance(2)) {
      world.counts.add('duplicates');
      world.at(this.#lastAtMs, () => this.#arrive(frame));
    }
  }

  /** @param {T} frame */
  #arrive(frame) {
    if (this.#cut) {
      this.#world.counts.add('losses');
    } else {
      this.#to(frame);
    }
  }

  cut() {
    this.#cut = true;
  }

  /** @param {boolean} on */
  hole(on) {
    this.#hole = on;
  }
}
