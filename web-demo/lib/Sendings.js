/** @typedef {import('./wire/StreamId.js').StreamId} StreamId */

/**
 * A message on its way to the disk.
 *
 * @typedef {object} Sending
 * @property {string[]} targets
 * @property {Record<string, string>} counted account by device
 * @property {(sent: import('./Device.js').Sent) => void} taken
 * @property {(failure: Error) => void} refused
 */

/** Own messages on their way to the disk, and who waits for them. */
export class Sendings {
  /** @type {Map<number, Sending>} by ticket */
  #waiting = new Map();
  /** @type {Map<number, {stream: StreamId, entry: import('./wire/types.js').PostedEntry}>} by ticket */
  #onTheWay = new Map();
  #tell;

  /** @param {(event: import('./Peer.js').PeerEvent) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {number} ticket @param {Sending} sending */
  await(ticket, sending) {
    this.#waiting.set(ticket, sending);
  }

  /** @param {number} ticket @param {readonly import('./core/DiskWrite.js').DiskWrite[]} writes */
  handleWrites(ticket, writes) {
    for (const write of writes) {
      if (write.write === 'sent') {
        this.#onTheWay.set(ticket, { stream: write.stream, entry: write.entry });
      }
    }
  }

  /** All writes up to that ticket are on disk: told before anything becomes of them. @param {number} throughTicket */
  handleDurable(throughTicket) {
    for (const [ticket, { stream, entry }] of this.#onTheWay) {
      if (ticket <= throughTicket) {
        this.#onTheWay.delete(ticket);
        this.#sent(ticket, stream, entry);
      }
    }
  }

  /** @param {number} ticket @param {StreamId} stream @param {import('./wire/types.js').PostedEntry} posted */
  #sent(ticket, stream, { seq, id, hlc, body, to }) {
    const { targets, counted, taken } = this.#waiting.get(ticket) ?? {
      targets: to.map(({ target }) => target),
      counted: {},
      taken: () => {},
    };
    this.#waiting.delete(ticket);
    this.#tell({ event: 'sent-here', stream, entry: { seq, id, hlc, body }, targets, counted });
    taken({ id, stream, seq, hlc, targets, counted });
  }

  /** @param {Error} failure */
  refuseAll(failure) {
    this.#waiting.forEach(({ refused }) => refused(failure));
  }
}
