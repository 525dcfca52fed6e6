import { SimViolation } from './SimViolation.js';

/** @typedef {import('../../lib/wire/types.js').PostedEntry} PostedEntry */

/**
 * The boxes of accounts that had not accepted (CNS-1): what is said to one is owed to the devices, and nobody hears more of
 * it than that it is stored.
 */
export class SimBoxes {
  /** @type {Map<string, string[]>} */
  #devices = new Map();

  /** @param {string} box @param {string[]} members */
  ask(box, members) {
    this.#devices.set(box, members);
  }

  /** @param {string} target */
  isBox(target) {
    return this.#devices.has(target);
  }

  /** Whom a target stands for: itself, but for a box. @param {string} target */
  devices(target) {
    return this.#devices.get(target) ?? [target];
  }

  /** The entry, addressed to those whom it is for in the end. @param {PostedEntry} posted @returns {PostedEntry} */
  owed(posted) {
    const to = posted.to.flatMap((address) => this.devices(address.target).map((target) => ({ ...address, target })));
    return { ...posted, to };
  }

  /** A sender is told a status. @param {string} target @param {import('../../lib/delivery/Status.js').Status} status */
  check(target, status) {
    if (this.isBox(target) && (status === 'delivered' || status === 'read')) {
      throw new SimViolation('CNS-1 receipt', `${status} of a box`);
    }
  }
}
