import { HybridClock } from '../clock/HybridClock.js';
import { KEEP_EVERY_MS } from './KeptClock.js';

/** Stamps what a device says, and keeps on disk how far it has come. */
export class Stamps {
  #clock;
  #effects;
  #writtenMs = -1;

  /** @param {import('./KeptClock.js').KeptClock} kept @param {import('./Effects.js').Effects} effects @param {number} nowMs */
  constructor({ lastHlc, aheadHlcs, serverAheadMs }, effects, nowMs) {
    this.#effects = effects;
    this.#clock = new HybridClock(lastHlc);
    this.#clock.handleServerTime(nowMs + serverAheadMs, nowMs);
    aheadHlcs.forEach((hlc) => this.#clock.observe(hlc, nowMs));
  }

  /** The stamp of something new; on disk before it is, as far as need be (CLK-1). @param {number} nowMs */
  next(nowMs) {
    const hlc = this.#clock.tick(nowMs);
    this.#keep();
    return hlc;
  }

  /** An entry was committed. @param {bigint} hlc @param {number} nowMs */
  handleCommitted(hlc, nowMs) {
    this.#clock.observe(hlc, nowMs);
    this.#keep();
  }

  /** @param {number} serverTimeMs @param {number} nowMs */
  handleServerTime(serverTimeMs, nowMs) {
    this.#clock.handleServerTime(serverTimeMs, nowMs);
  }

  #keep() {
    const hlc = this.#clock.lastHlc();
    const lastMs = HybridClock.toMs(hlc);
    if (this.#writtenMs < 0 || lastMs >= this.#writtenMs + KEEP_EVERY_MS) {
      this.#writtenMs = lastMs;
      this.#effects.persistLazily({ write: 'last-stamp', hlc });
    }
  }
}
