import { streamKey } from './wire/StreamId.js';

/** @typedef {import('./wire/StreamId.js').StreamId} StreamId */

/** What is under way always has its handle: twice the largest outbox. */
const MOST = 20_000;

/**
 * Finds the handle of an own message when its status changes. Keeps the latest of each stream: an older one's status is
 * in the database, its handle no longer hears of it.
 */
export class OutgoingBook {
  /** @type {Map<string, import('./Outgoing.js').Outgoing>} message id to a handle that has no place yet */
  #expected = new Map();
  /** @type {Map<string, Map<number, import('./Outgoing.js').Outgoing>>} */
  #placed = new Map();

  /** @param {import('./Outgoing.js').Outgoing} outgoing on its way to the disk */
  expect(outgoing) {
    this.#expected.set(outgoing.id, outgoing);
  }

  /** @param {string} id of a message that was not taken */
  forget(id) {
    this.#expected.delete(id);
  }

  /** A message is durable. @param {import('./Device.js').Sent} sent */
  place(sent) {
    const outgoing = this.#expected.get(sent.id);
    if (!outgoing) {
      return;
    }
    this.#expected.delete(sent.id);
    outgoing.place(sent);
    this.#put(outgoing);
  }

  /** @param {import('./Outgoing.js').Outgoing} outgoing that has a place */
  #put(outgoing) {
    const key = streamKey(outgoing.stream);
    const stream = this.#placed.get(key) ?? new Map();
    this.#placed.set(key, stream);
    stream.set(outgoing.seq, outgoing);
    if (stream.size > MOST) {
      stream.delete(stream.keys().next().value);
    }
  }

  /** @param {import('./Peer.js').PeerEvent} event */
  handle(event) {
    if (event.event === 'sent-here') {
      const { stream, entry, targets, counted } = event;
      this.place({ id: entry.id, stream, seq: entry.seq, hlc: entry.hlc, targets, counted });
    } else if (event.event === 'status-changed') {
      this.#advance(event, event.status);
    } else if (event.event === 'undelivered' && !event.retryable) {
      this.#advance(event, 'refused', event.code);
    } else if (event.event === 'target-replaced') {
      this.#each(event, (outgoing) => outgoing.replace(event.device, event.by));
    } else if (event.event === 'epoch-begun') {
      event.moved.forEach((stream) => this.#move(stream));
    }
  }

  /** @param {{from: StreamId, to: StreamId, seqs: [number, number][]}} stream whose entries have new places */
  #move({ from, to, seqs }) {
    const before = this.#placed.get(streamKey(from));
    for (const [oldSeq, seq] of seqs) {
      const outgoing = before?.get(oldSeq);
      if (outgoing) {
        this.#moveOne(outgoing, to, seq);
      }
    }
  }

  /** @param {import('./Outgoing.js').Outgoing} outgoing @param {StreamId} stream @param {number} seq */
  #moveOne(outgoing, stream, seq) {
    this.#placed.get(streamKey(outgoing.stream))?.delete(outgoing.seq);
    Object.assign(outgoing, { stream, seq });
    this.#put(outgoing);
  }

  /**
   * Tells handles that somebody waits for what the disk says: events may have been missed.
   *
   * @param {import('./History.js').History} history
   */
  async catchUp(history) {
    const all = [...this.#placed.values()].flatMap((stream) => [...stream.values()]);
    for (const outgoing of all.filter((one) => one.awaited())) {
      const known = await history.own(outgoing.id);
      if (known) {
        const { conv, device, epoch, seq } = known.entry;
        this.#moveOne(outgoing, { conv, device, epoch }, seq);
        outgoing.catchUp(known.entry);
      }
    }
  }

  /**
   * @param {{stream: import('./wire/StreamId.js').StreamId, device: string, seqs: import('./wire/types.js').Range[]}} event
   * @param {import('./Outgoing.js').Status} status
   * @param {string} [code]
   */
  #advance(event, status, code) {
    this.#each(event, (outgoing) => outgoing.advance(event.device, status, code));
  }

  /**
   * @param {{stream: StreamId, seqs: import('./wire/types.js').Range[]}} event
   * @param {(outgoing: import('./Outgoing.js').Outgoing) => void} action
   */
  #each({ stream, seqs }, action) {
    const placed = this.#placed.get(streamKey(stream));
    if (placed) {
      for (const [from, through] of seqs) {
        for (let seq = from; seq <= through; seq++) {
          const outgoing = placed.get(seq);
          if (outgoing) action(outgoing);
        }
      }
    }
  }
}
