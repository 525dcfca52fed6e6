/** One entry of the own stream as long as some target lacks it. */
export class OutEntry {
  /** Whether it is durable: what is not may still be taken back, and is never forgotten. */
  committed = false;

  /** Whether the bytes have been asked back from the transcript. */
  requested = false;

  /** Targets that have neither acked nor finally been refused it. */
  unsettled = 0;

  /** Of these, targets for which the server has not taken custody. */
  unstored = 0;

  /** Targets for which it is posted in this session and not answered. */
  unanswered = 0;

  /** @param {import('../wire/types.js').Entry} entry */
  constructor(entry) {
    this.seq = entry.seq;
    this.id = entry.id;
    this.bodyBytes = entry.body.length;
    /** @type {import('../wire/types.js').Entry | null} null while only the disk has the bytes */
    this.entry = entry;
  }
}
