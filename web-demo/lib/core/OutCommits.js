/** @typedef {import('../delivery/Sender.js').Sender} Sender */

/** Own entries on their way to the disk, and when they may be on paths. */
export class OutCommits {
  /** @type {{ticket: number, conversation: string, seq: number}[]} */
  #writing = [];
  #effects;
  #unsent;
  #outboxBytes;

  /**
   * @param {import('./Effects.js').Effects} effects
   * @param {import('./Unsent.js').Unsent} unsent
   * @param {number} outboxBytes the most of one stream
   */
  constructor(effects, unsent, outboxBytes) {
    this.#effects = effects;
    this.#unsent = unsent;
    this.#outboxBytes = outboxBytes;
  }

  /**
   * What the disk says was never on a path is kept back, before it is restored.
   *
   * @param {Sender} sender @param {import('../wire/types.js').Entry[]} neverSent
   */
  restore(sender, neverSent) {
    if (neverSent.length > 0) {
      this.#unsent.restore(sender.stream().conv, neverSent);
      sender.log().restoreUnsent(neverSent[0].seq);
    }
  }

  /** Writes an entry; returns the ticket. @param {Sender} sender @param {import('../wire/types.js').PostedEntry} entry @param {number} nowMs */
  write(sender, entry, nowMs) {
    const stream = sender.stream();
    this.letGo(sender);
    if (!this.#unsent.keeps(stream.conv)) {
      const ticket = this.#effects.persist([{ write: 'sent', stream, entry, unsent: false }]);
      this.#writing.push({ ticket, conversation: stream.conv, seq: entry.seq });
      return ticket;
    }
    const { seq, id, hlc, body } = entry;
    const room = this.#outboxBytes - sender.waitingBytes();
    const reworded = this.#unsent.keep(stream.conv, { seq, id, hlc, body }, room);
    /** @type {import('./DiskWrite.js').DiskWrite[]} */
    const writes = [];
    if (reworded.length > 0) {
      sender.handleTranscript(reworded, nowMs);
      writes.push({ write: 'reworded', stream, entries: reworded });
    }
    writes.push({ write: 'sent', stream, entry, unsent: true });
    return this.#effects.persist(writes);
  }

  /** What was never on a path goes, once it is on disk that it may have been (CNT-5). @param {Sender} sender */
  letGo(sender) {
    const stream = sender.stream();
    const throughSeq = this.#unsent.letGo(stream.conv);
    if (throughSeq > 0) {
      const ticket = this.#effects.persist([{ write: 'let-go', stream, throughSeq }]);
      this.#writing.push({ ticket, conversation: stream.conv, seq: throughSeq });
    }
  }

  /** The last entry of each conversation that may be on paths from now on. @param {number} throughTicket */
  durable(throughTicket) {
    /** @type {Map<string, number>} */
    const through = new Map();
    let done = 0;
    while (done < this.#writing.length && this.#writing[done].ticket <= throughTicket) {
      const { conversation, seq } = this.#writing[done++];
      through.set(conversation, seq);
    }
    this.#writing.splice(0, done);
    return through;
  }
}
