/**
 * Most often that a new epoch is begun. A device that lies can make its peers begin epochs: more often than this it is
 * held to be one.
 */
const EPOCH_MIN_MS = 60_000;

/**
 * What follows when somebody knows another past of this device than its disk does (DLV-22): the disk went back in time,
 * or a copy of it is in use.
 */
export class Forks {
  #over = false;
  #dueAtMs = Infinity;
  #incarnations;
  #epochBegunAtMs;
  #paths;
  #effects;
  #nowMs;

  /**
   * @param {import('./DeviceState.js').DeviceState} state
   * @param {import('./DevicePaths.js').DevicePaths} paths
   * @param {import('./Effects.js').Effects} effects
   * @param {() => number} nowMs
   */
  constructor({ incarnations, epochBegunAtMs }, paths, effects, nowMs) {
    this.#incarnations = new Set(incarnations);
    this.#epochBegunAtMs = epochBegunAtMs;
    this.#paths = paths;
    this.#effects = effects;
    this.#nowMs = nowMs;
  }

  /** The server has met this device before under that one; '0' for unknown (SES-11). @param {string} incarnation */
  handleLastIncarnation(incarnation) {
    const known = this.#incarnations;
    if (incarnation !== '0' && known.size > 0 && !known.has(incarnation)) {
      this.#begin('the server has met a later state or a copy of this device');
    }
  }

  /**
   * A target, or the server for it, said what cannot be of this stream. What comes too soon is held against it, and still
   * looked after when its time has come: the disk may have gone back twice.
   *
   * @param {string} target @param {string} evidence
   */
  handleForked(target, evidence) {
    const sinceMs = this.#nowMs() - this.#epochBegunAtMs;
    if (this.#epochBegunAtMs === 0 || sinceMs >= EPOCH_MIN_MS || sinceMs < 0) {
      this.#begin(evidence);
    } else {
      this.#paths.violation(target, evidence);
      this.#dueAtMs = this.#epochBegunAtMs + EPOCH_MIN_MS;
    }
  }

  /** Something may be due. */
  handleTimeout() {
    if (this.#nowMs() >= this.#dueAtMs) {
      this.#begin('what came too soon after the last new epoch');
    }
  }

  /** When {@link handleTimeout} is due. */
  deadlineMs() {
    return this.#dueAtMs;
  }

  /** @param {string} evidence */
  #begin(evidence) {
    if (!this.#over) {
      this.#over = true;
      this.#dueAtMs = Infinity;
      this.#effects.add({ effect: 'begin-epoch', evidence });
    }
  }
}
