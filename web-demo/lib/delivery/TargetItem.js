import { entryBytes, partBytes } from './FrameSizes.js';

/**
 * What the server has of an entry for a target: nothing that we know of; posted in this session and not answered;
 * committed (I3).
 *
 * @typedef {'none' | 'posted' | 'stored'} Custody
 */

/**
 * What the present path has of it: to be sent; sent in this generation; need not be sent here, since the server or the
 * target's hold buffer has it.
 *
 * @typedef {'waiting' | 'sent' | 'parked'} Flight
 */

/** One entry as it stands at one target. */
export class TargetItem {
  /** @type {Custody} */
  custody = 'none';

  /** Whether the server has said in this session that it is stored. */
  confirmed = false;

  /** @type {Flight} */
  flight = 'waiting';

  /**
   * @param {import('./OutEntry.js').OutEntry} out
   * @param {number} afterSeq as prepared, or as in the server's row once the chain was mended
   * @param {Uint8Array | undefined} part
   * @param {import('./Status.js').Status} status
   */
  constructor(out, afterSeq, part, status) {
    this.out = out;
    this.seq = out.seq;
    this.afterSeq = afterSeq;
    this.part = part;
    this.status = status;
  }
  /** The most bytes that it takes in a message of a channel. */
  channelBytes() {
    return entryBytes(this.out.bodyBytes) + partBytes(this.part);
  }
}
