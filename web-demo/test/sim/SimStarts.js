import { SimViolation } from './SimViolation.js';
import { name } from './SimIds.js';

/**
 * How devices have started, as a node keeps it on its disk (SES-11); and what should come of it: a device that says
 * something stands for every start that has said something here before. It has been that start, or has begun a new epoch
 * since it was told of it or of a later one.
 */
export class SimStarts {
  /** @type {Map<string, string>} */
  #newest = new Map();
  /** Incarnations that have said more than hello. @type {Map<string, Set<string>>} */
  #spoken = new Map();
  /** Who said hello last. @type {Map<string, string>} */
  #present = new Map();
  /** By incarnation, those that it stands for: no database, so a backup changes nothing. @type {Map<string, Set<string>>} */
  #covered = new Map();

  /**
   * A device says hello; returns what was kept of it, '0' for nothing.
   *
   * @param {string} device @param {string[]} told
   */
  hello(device, told) {
    const [incarnation] = told;
    this.#present.set(device, incarnation);
    const covers = told.flatMap((known) => [known, ...(this.#covered.get(known) ?? [])]);
    this.#covered.set(incarnation, new Set(covers));
    const kept = this.#newest.get(device) ?? '0';
    if (kept === '0' || told.includes(kept)) {
      this.#newest.set(device, incarnation);
    }
    return kept;
  }

  /** It says something else in the session that began with its last hello. @param {string} device */
  speaks(device) {
    const incarnation = this.#present.get(device) ?? '0';
    const before = this.#spoken.get(device) ?? new Set();
    const covers = this.#covered.get(incarnation) ?? new Set();
    if ([...before].some((other) => !covers.has(other))) {
      throw new SimViolation('SES-11', `${name(device)} speaks and does not know who it has been`);
    }
    this.#spoken.set(device, before.add(incarnation));
  }

  /** What is on disk is as it was there. @param {SimStarts} other */
  become(other) {
    this.#newest = new Map(other.#newest);
    this.#spoken = new Map([...other.#spoken].map(([device, known]) => [device, new Set(known)]));
  }
}
