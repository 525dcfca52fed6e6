/** A stamp further ahead than this does not drag the clock along: its sender's clock is wrong. */
export const MAX_AHEAD_MS = 5 * 60 * 1000;

/**
 * Stamps ahead that are remembered; of more the lowest, which count first. More than were ever said within minutes.
 */
export const MAX_AHEAD_STAMPS = 1024;

const COUNTER_BITS = 16n;
const COUNTER_MASK = 0xffff;
const MAX_MS = 2 ** 48 - 1;

/**
 * A hybrid logical clock (Kulkarni et al., 2014): 48 bits of milliseconds since 1970, then 16 bits that count within a
 * millisecond, as an unsigned 64-bit bigint. Whatever a device stamps after having observed a message sorts after that
 * message (CLK-1). Pure: its owner keeps `lastHlc` with what it stamped.
 */
export class HybridClock {
  #lastHlc;
  /** @type {bigint[]} stamps left alone so far, lowest first: each counts once it is no longer too far ahead */
  #ahead = [];
  #offsetMs = 0;

  /**
   * Goes on from a stamp, so that a restart never steps back.
   *
   * @param {bigint} lastHlc the latest stamp given or observed; 0n for none
   */
  constructor(lastHlc) {
    this.#lastHlc = lastHlc;
  }

  /**
   * Puts a stamp together; the counter takes the low 16 bits.
   *
   * @param {number} ms
   * @param {number} counter
   * @returns {bigint}
   */
  static of(ms, counter) {
    const clamped = Math.min(Math.max(Math.floor(ms), 0), MAX_MS);
    return (BigInt(clamped) << COUNTER_BITS) | BigInt(counter & COUNTER_MASK);
  }

  /**
   * The milliseconds since 1970 in a stamp.
   *
   * @param {bigint} hlc
   * @returns {number}
   */
  static toMs(hlc) {
    return Number(hlc >> COUNTER_BITS);
  }

  /**
   * The counter in a stamp, 0 to 65535.
   *
   * @param {bigint} hlc
   * @returns {number}
   */
  static toCounter(hlc) {
    return Number(hlc & BigInt(COUNTER_MASK));
  }

  /**
   * Stamps something new.
   *
   * @param {number} nowMs the device's own clock, milliseconds since 1970
   * @returns {bigint} higher than every earlier stamp
   */
  tick(nowMs) {
    let due = 0;
    while (due < this.#ahead.length && !this.#tooFarAhead(this.#ahead[due], nowMs)) {
      this.observe(this.#ahead[due++], nowMs);
    }
    this.#ahead.splice(0, due);
    const physical = HybridClock.of(this.correctedMs(nowMs), 0);
    // A full counter carries into the milliseconds.
    this.#lastHlc = physical > this.#lastHlc ? physical : BigInt.asUintN(64, this.#lastHlc + 1n);
    return this.#lastHlc;
  }

  /**
   * Takes notice of a received stamp; one that is more than `MAX_AHEAD_MS` ahead is left alone (CLK-2) until time, or
   * the correction by the server, has brought it nearer.
   *
   * @param {bigint} remoteHlc
   * @param {number} nowMs the device's own clock, milliseconds since 1970
   */
  observe(remoteHlc, nowMs) {
    if (this.#tooFarAhead(remoteHlc, nowMs)) {
      this.#leaveAlone(remoteHlc);
    } else if (remoteHlc > this.#lastHlc) {
      this.#lastHlc = remoteHlc;
    }
  }

  /**
   * Corrects the device's clock by the server's from now on (CLK-3).
   *
   * @param {number} serverTimeMs the server's clock, milliseconds since 1970
   * @param {number} nowMs the device's own clock at the same moment
   */
  handleServerTime(serverTimeMs, nowMs) {
    this.#offsetMs = serverTimeMs - nowMs;
  }

  /**
   * The device's clock corrected by the server's, milliseconds since 1970.
   *
   * @param {number} nowMs
   * @returns {number}
   */
  correctedMs(nowMs) {
    return nowMs + this.#offsetMs;
  }

  /** The latest stamp given or observed; 0n for none. */
  lastHlc() {
    return this.#lastHlc;
  }

  /**
   * @param {bigint} hlc
   * @param {number} nowMs
   */
  #tooFarAhead(hlc, nowMs) {
    return HybridClock.toMs(hlc) > this.correctedMs(nowMs) + MAX_AHEAD_MS;
  }

  /** @param {bigint} hlc */
  #leaveAlone(hlc) {
    let from = 0;
    let to = this.#ahead.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#ahead[middle] < hlc) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    if (this.#ahead[from] !== hlc) {
      this.#ahead.splice(from, 0, hlc);
      if (this.#ahead.length > MAX_AHEAD_STAMPS) {
        this.#ahead.pop();
      }
    }
  }
}
