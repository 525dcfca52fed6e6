import { check } from '../wire/check.js';

/**
 * What one session may have posted to the server and not heard of: neither stored, delivered nor refused. One for all
 * senders of a device; `open` on every `welcome`. An entry counts once, however many targets it has.
 */
export class RelayWindow {
  #limitEntries = 0;
  #limitBytes = 0;
  #entries = 0;
  #bytes = 0;
  #released = false;

  /**
   * A window as wide as `welcome` says.
   *
   * @param {number} limitEntries
   * @param {number} limitBytes
   */
  constructor(limitEntries, limitBytes) {
    this.open(limitEntries, limitBytes);
  }

  /**
   * Takes over the limits of a new session; what senders still count stays counted.
   *
   * @param {number} windowEntries
   * @param {number} windowBytes
   */
  open(windowEntries, windowBytes) {
    check(windowEntries >= 1 && windowBytes >= 1, `window ${windowEntries}, ${windowBytes}`);
    this.#limitEntries = windowEntries;
    this.#limitBytes = windowBytes;
    this.#released = true;
  }

  /** Whether space came free since the last call: then the other senders are worth a poll. */
  takeReleased() {
    const was = this.#released;
    this.#released = false;
    return was;
  }

  /** Entries posted and unanswered. */
  entries() {
    return this.#entries;
  }

  /** Bytes of bodies posted and unanswered. */
  bytes() {
    return this.#bytes;
  }

  /**
   * Counts one entry if it fits; the first always fits, so that no entry is too large for good.
   *
   * @param {number} bodyBytes
   */
  tryAcquire(bodyBytes) {
    if (this.#entries > 0 && (this.#entries >= this.#limitEntries || this.#bytes + bodyBytes > this.#limitBytes)) {
      return false;
    }
    this.#entries++;
    this.#bytes += bodyBytes;
    return true;
  }

  /** @param {number} bodyBytes */
  release(bodyBytes) {
    this.#entries--;
    this.#bytes -= bodyBytes;
    this.#released = true;
    check(this.#entries >= 0 && this.#bytes >= 0, 'window released more than acquired');
  }
}
