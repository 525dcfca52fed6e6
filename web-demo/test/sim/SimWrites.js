import { Deque } from '../../lib/delivery/Deque.js';

/** @typedef {Extract<import('../../lib/core/CoreEffect.js').CoreEffect, { effect: 'persist' }>} Persist */

/** Writes on their way to a simulated disk: in order, each synced after a moment; a crash before that loses it. */
export class SimWrites {
  /** @type {Deque<Persist>} */
  #unsynced = new Deque();
  #lastAtMs = 0;
  #world;
  #watch;

  /** @param {import('./SimWorld.js').SimWorld} world @param {import('./SimWatch.js').SimWatch} watch */
  constructor(world, watch) {
    this.#world = world;
    this.#watch = watch;
  }

  /** One more; returns when it is to be synced. @param {Persist} next */
  add(next) {
    this.#unsynced.add(next);
    this.#lastAtMs = Math.max(this.#lastAtMs, this.#world.nowMs() + this.#world.pick(0, 6));
    return this.#lastAtMs;
  }

  /** Syncs the next one. @returns {{ ticket: number, known: Set<string> } | null} its ticket, and ids that were known */
  sync() {
    const next = this.#unsynced.poll();
    return (
      next && { ticket: next.ticket, known: new Set(next.writes.flatMap((write) => [...this.#watch.synced(write)])) }
    );
  }

  /** Syncs all; returns the last ticket, 0 for none, and by ticket the ids that were known. */
  syncAll() {
    let through = 0;
    /** @type {Map<number, Set<string>>} */
    const known = new Map();
    for (let next = this.sync(); next !== null; next = this.sync()) {
      through = Math.max(through, next.ticket);
      known.set(next.ticket, next.known);
    }
    return { through, known };
  }

  /** What is not synced is lost. */
  clear() {
    this.#unsynced.clear();
    this.#lastAtMs = this.#world.nowMs();
  }
}
