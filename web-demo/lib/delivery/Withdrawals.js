/**
 * What a device has not fetched, and the cancel whose answer shows that it is gone.
 *
 * @typedef {{ throughSeq: number, ref: number }} Withdrawal
 */

/**
 * Rows of devices that are no targets any more: the server is asked to let go of them (DLV-12). Owned by one `Facts`.
 *
 * Invariants: each is asked for in every session until the server has answered that cancel; of one device only the last
 * counts, which covers those before.
 */
export class Withdrawals {
  /** @type {Map<string, Withdrawal>} */
  #open = new Map();
  #rebase;

  /** @param {import('./Rebase.js').Rebase} rebase */
  constructor(rebase) {
    this.#rebase = rebase;
  }

  /**
   * A device is gone, to which rows through `throughSeq` may have been stored.
   *
   * @param {string} device
   * @param {number} throughSeq
   */
  gone(device, throughSeq) {
    this.#open.set(device, this.#ask(device, throughSeq));
  }

  /** A new session: what was asked in the last one gets no answer any more. */
  asked() {
    for (const [device, last] of this.#open) {
      this.#open.set(device, this.#ask(device, last.throughSeq));
    }
  }

  /** The server has answered everything through the cancel of that number. @param {number} ref */
  told(ref) {
    for (const [device, withdrawal] of this.#open) {
      if (ref >= withdrawal.ref) {
        this.#open.delete(device);
      }
    }
  }

  /** @param {string} device @param {number} throughSeq @returns {Withdrawal} */
  #ask(device, throughSeq) {
    return { throughSeq, ref: this.#rebase.cancel(device, throughSeq) };
  }
}
