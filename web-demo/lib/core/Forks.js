import { nextAtMs, pauseAfterMs } from './EpochStart.js';

/**
 * What follows when somebody knows another past of this device than its disk does (DLV-22): the disk went back in time,
 * or a copy of it is in use.
 */
export class Forks {
  #over = false;
  /** @type {Set<string>} */
  #blamed = new Set();
  #dueAtMs = Infinity;
  #incarnations;
  #start;
  #paths;
  #effects;
  #nowMs;

  /**
   * @param {import('./DeviceState.js').DeviceState} state
   * @param {import('./DevicePaths.js').DevicePaths} paths
   * @param {import('./Effects.js').Effects} effects
   * @param {() => number} nowMs
   */
  constructor({ incarnations, epochStart }, paths, effects, nowMs) {
    this.#incarnations = incarnations;
    this.#start = epochStart;
    this.#paths = paths;
    this.#effects = effects;
    this.#nowMs = nowMs;
  }

  /** Those of the device's starts, the present one first; what it tells in `hello`. */
  incarnations() {
    return this.#incarnations;
  }

  /** The server has met this device before under that one; '0' for unknown (SES-11). @param {string} incarnation */
  handleLastIncarnation(incarnation) {
    const known = this.#incarnations;
    if (incarnation !== '0' && known.length > 0 && !known.includes(incarnation)) {
      this.#begin('the server has met a later state or a copy of this device', this.#start.pauseMs, incarnation);
    }
  }

  /**
   * A target, or the server for it, said what cannot be of this stream. What comes too soon is held against it, and still
   * looked after when its time has come: the disk may have gone back twice.
   *
   * @param {string} target @param {string} evidence
   */
  handleForked(target, evidence) {
    const nowMs = this.#nowMs();
    const atMs = nextAtMs(this.#start, nowMs);
    if (nowMs >= atMs) {
      this.#begin(evidence, pauseAfterMs(this.#start, nowMs));
    } else {
      this.#blame(target, evidence);
      this.#dueAtMs = atMs;
    }
  }

  /**
   * Once, or who repeats it has a person read it as often as it likes.
   *
   * @param {string} target @param {string} evidence
   */
  #blame(target, evidence) {
    if (!this.#blamed.has(target) || this.#paths.hasChannel(target)) {
      this.#blamed.add(target);
      this.#paths.violation(target, evidence);
    }
  }

  /** Something may be due. */
  handleTimeout() {
    const nowMs = this.#nowMs();
    if (nowMs >= this.#dueAtMs) {
      this.#begin('what came too soon after the last new epoch', pauseAfterMs(this.#start, nowMs));
    }
  }

  /** When {@link handleTimeout} is due. */
  deadlineMs() {
    return this.#dueAtMs;
  }

  /** @param {string} evidence @param {number} pauseMs @param {string} lastIncarnation that shows it */
  #begin(evidence, pauseMs, lastIncarnation = '0') {
    if (!this.#over) {
      this.#over = true;
      this.#dueAtMs = Infinity;
      this.#effects.add({ effect: 'begin-epoch', evidence, lastIncarnation, pauseMs });
    }
  }
}
