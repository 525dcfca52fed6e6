import { name } from './SimIds.js';
import { SimViolation } from './SimViolation.js';

/** @typedef {import('../../lib/delivery/Status.js').Status} Status */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */

/**
 * Holds every `delivered` and `read` that a sender is told, entry by entry, against what that device has committed
 * (DLV-25). By message id: a number may stand for two entries.
 */
export class SimTicks {
  /** @type {Set<string>} device and message */
  #committed = new Set();

  /** A device has committed it. @param {string} device @param {Entry} entry */
  committed(device, { id }) {
    this.#committed.add(`${device} ${id}`);
  }

  /**
   * A sender is told.
   *
   * @param {string} target @param {number} seq @param {Entry | undefined} entry as the sender has it on disk
   * @param {Status} before what it was told last @param {Status} status
   */
  told(target, seq, entry, before, status) {
    if (status !== 'delivered' && status !== 'read') {
      return;
    }
    if (entry === undefined || !this.#committed.has(`${target} ${entry.id}`)) {
      throw new SimViolation('I4 untrue tick', `${status}: ${seq} is not at ${name(target)}`);
    }
    if (before === 'refused' || (status === 'read' && before !== 'delivered')) {
      throw new SimViolation('I4 lifted', `${seq} from ${before} to ${status} at ${name(target)}`);
    }
  }
}
