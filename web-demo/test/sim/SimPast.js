import { SIDE_BY_SIDE_MS } from './SimCopies.js';
import { name } from './SimIds.js';
import { SimViolation } from './SimViolation.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */
/** @typedef {{ device: string, conv: string, owed: Set<string> }} Said */

/**
 * When in the calm phase no second epoch of a device begins any more: two are a minute apart, but those that a copy finds
 * when it connects, and there may be one to follow. One more comes when a position shows it that was only said to a peer
 * whose channel took long to open.
 */
const QUIET_FROM_MS = 130_000;

const MOST_CALM_EPOCHS = 30;

/**
 * Holds the promises where disks go back in time, so that a number may stand for two entries: by message id. Every entry
 * that `send` accepted on a state that lives arrives or is reported undelivered (DLV-20 to DLV-23).
 */
export class SimPast {
  /** @type {Map<string, Said>} */
  #ever = new Map();
  /** @type {Map<string, Said>} */
  #living = new Map();
  /** @type {Set<string>} device and message */
  #arrived = new Set();
  /** @type {Set<string>} */
  #reported = new Set();
  /** @type {Map<string, number>} early in the calm phase */
  #epochs = new Map();
  /** @type {Map<string, number>} after `QUIET_FROM_MS` */
  #lateEpochs = new Map();
  #calmAtMs = Infinity;

  /**
   * The outbox has committed it, for the first time or under a new number.
   *
   * @param {StreamId} stream @param {import('../../lib/wire/types.js').PostedEntry} posted
   */
  accepted({ device, conv }, { id, to }) {
    const said = this.#ever.get(id) ?? { device, conv, owed: new Set(to.map(({ target }) => target)) };
    this.#ever.set(id, said);
    this.#living.set(id, said);
  }

  /** A device has committed it. @param {string} device @param {Entry} entry */
  committed(device, { seq, id }) {
    if (!this.#ever.has(id)) {
      throw new SimViolation('I1 origin', `${seq} was never said to ${name(device)}`);
    }
    this.#arrived.add(`${device} ${id}`);
  }

  /** The sender is told that the target will not get it. @param {string} target @param {Entry} entry */
  reported(target, { id }) {
    this.#reported.add(`${target} ${id}`);
  }

  /** A sender has let go of a device that is no target any more. @param {StreamId} stream @param {string} target */
  targetGone({ device, conv }, target) {
    for (const said of this.#ever.values()) {
      if (said.device === device && said.conv === conv) {
        said.owed.delete(target);
      }
    }
  }

  /** The disk of a device is another state of it: only what is on it was ever said. @param {string} device @param {Set<string>} onDisk */
  otherState(device, onDisk) {
    for (const [id, said] of this.#ever) {
      if (said.device === device) {
        onDisk.has(id) ? this.#living.set(id, said) : this.#living.delete(id);
      }
    }
  }

  /** There are no faults any more, and no disk goes back. @param {number} nowMs */
  calmDown(nowMs) {
    this.#calmAtMs = nowMs;
  }

  /** @param {string} device @param {string} evidence @param {number} nowMs */
  epochBegins(device, evidence, nowMs) {
    const calmMs = nowMs - this.#calmAtMs;
    if (calmMs < 0) {
      return;
    }
    const late = calmMs > QUIET_FROM_MS && calmMs < SIDE_BY_SIDE_MS;
    const counted = late ? this.#lateEpochs : this.#epochs;
    const begun = (counted.get(device) ?? 0) + 1;
    counted.set(device, begun);
    const lateOnes = evidence === 'ack-of-unsent' ? 1 : 0;
    if (begun > (late ? lateOnes : MOST_CALM_EPOCHS)) {
      throw new SimViolation('quiet end', `${device} begins an epoch again: ${evidence}`);
    }
  }

  /** What has neither arrived nor been reported, for a person; null when there is nothing. */
  firstMissing() {
    for (const [id, { device, owed }] of this.#living) {
      for (const target of owed) {
        const at = `${target} ${id}`;
        if (!this.#arrived.has(at) && !this.#reported.has(at)) {
          return `${id} of ${name(device)} at ${name(target)}`;
        }
      }
    }
    return null;
  }
}
