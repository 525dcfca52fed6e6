import { mostHlc } from '../../lib/core/KeptClock.js';
import { SimViolation } from './SimViolation.js';

/** What a disk knows about time. */
export class SimTime {
  #lastStamp = 0n;
  #serverAheadMs = 0;
  #ownLastHlc = 0n;

  copy() {
    const copy = new SimTime();
    copy.#lastStamp = this.#lastStamp;
    copy.#serverAheadMs = this.#serverAheadMs;
    copy.#ownLastHlc = this.#ownLastHlc;
    return copy;
  }

  /** @param {import('../../lib/core/DiskWrite.js').DiskWrite} write */
  write(write) {
    if (write.write === 'last-stamp') {
      this.#lastStamp = write.hlc;
    } else if (write.write === 'server-clock') {
      this.#serverAheadMs = write.aheadMs;
    }
  }

  /** The device has said something. @param {bigint} hlc */
  said(hlc) {
    this.#ownLastHlc = hlc > this.#ownLastHlc ? hlc : this.#ownLastHlc;
  }

  /** CLK-1: a stamp is above all that the device has given, whatever its clock says. @param {bigint} hlc */
  checkRises(hlc) {
    if (hlc <= this.#ownLastHlc) {
      throw new SimViolation('CLK-1 stamp', 'a new entry is stamped below an own one');
    }
  }

  /**
   * What a start finds.
   *
   * @param {bigint[][]} stamps of each conversation, ascending
   * @param {number} localMs
   * @returns {import('../../lib/core/KeptClock.js').KeptClock}
   */
  load(stamps, localMs) {
    const most = mostHlc(this.#lastStamp, localMs + this.#serverAheadMs);
    let lastHlc = this.#lastStamp;
    const aheadHlcs = [];
    for (const of of stamps) {
      const below = of.filter((hlc) => hlc <= most).at(-1) ?? 0n;
      lastHlc = below > lastHlc ? below : lastHlc;
      aheadHlcs.push(...of.filter((hlc) => hlc > most));
    }
    return { lastHlc, aheadHlcs, serverAheadMs: this.#serverAheadMs };
  }
}
