import { Random } from '../Random.js';

/** What is younger may lack one before it, as far as a node that asks knows. */
const SETTLED_MS = 2_000;

const PER_MS = 1_024;

/** In which order the conversations of each device changed, as the node's database keeps it (SES-14). */
export class SimChanges {
  /** Conversations by version, ascending. @type {Map<string, Map<number, string>>} */
  #byDevice = new Map();
  /** Another source than that of the run: which seeds meet what does not hang on this. */
  #random;

  /** @param {number} seed */
  constructor(seed) {
    this.#random = new Random(seed + 1_000_003);
  }

  /**
   * The next version of a roster, which those devices are to hear of.
   *
   * @param {string} conv @param {Set<string>} devices @param {number} nowMs
   */
  next(conv, devices, nowMs) {
    const highest = Math.max(0, ...[...this.#byDevice.values()].map((changes) => [...changes.keys()].pop() ?? 0));
    const version = Math.max(highest + 1, nowMs * PER_MS + this.#random.int(0, PER_MS));
    for (const device of devices) {
      this.#of(device).set(version, conv);
    }
    return version;
  }

  /** @param {string} device @param {number} change */
  knows(device, change) {
    return this.#of(device).has(change);
  }

  /**
   * The conversations that changed later, each once, in order of their last change.
   *
   * @param {string} device @param {number} change
   */
  after(device, change) {
    const later = [...this.#of(device)].filter(([version]) => version > change).map(([, conv]) => conv);
    return later.filter((conv, at) => later.lastIndexOf(conv) === at);
  }

  /** The latest that has none before it which is not visible yet; 0 for none. @param {string} device @param {number} nowMs */
  settled(device, nowMs) {
    const settled = [...this.#of(device).keys()].filter((version) => version <= (nowMs - SETTLED_MS) * PER_MS);
    return settled.pop() ?? 0;
  }

  /** @param {SimChanges} other */
  become(other) {
    this.#byDevice = new Map([...other.#byDevice].map(([device, changes]) => [device, new Map(changes)]));
  }

  /** @param {string} device */
  #of(device) {
    const changes = this.#byDevice.get(device) ?? new Map();
    this.#byDevice.set(device, changes);
    return changes;
  }
}
