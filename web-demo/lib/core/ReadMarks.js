import { ContentCodec } from '../codec/ContentCodec.js';
import { streamKey } from '../wire/StreamId.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */

/**
 * Read markers, which travel as ordinary entries: which of other people's streams have something unread, and what theirs
 * say about own streams.
 */
export class ReadMarks {
  /** @type {Map<string, {stream: StreamId, through: number}>} */
  #saidThrough = new Map();
  /** @type {Map<string, number>} */
  #readThrough = new Map();
  #ofOwnAccount;
  #handleRead;

  /**
   * @param {(stream: StreamId) => boolean} ofOwnAccount whether a stream is of this or another device of the own account
   * @param {(target: string, stream: StreamId, throughSeq: number) => void} handleRead takes what a marker says about an
   *   own stream
   */
  constructor(ofOwnAccount, handleRead) {
    this.#ofOwnAccount = ofOwnAccount;
    this.#handleRead = handleRead;
  }

  /** @param {import('./DeviceState.js').Cursor} cursor */
  restore({ stream, seq, readSeq }) {
    this.#saidThrough.set(streamKey(stream), { stream, through: seq });
    this.#readThrough.set(streamKey(stream), readSeq);
  }

  /**
   * An entry of another device was committed.
   *
   * @param {StreamId} stream
   * @param {import('../wire/types.js').Entry} entry
   */
  handleEntry(stream, entry) {
    const content = ContentCodec.decode(entry.body);
    if (content.kind !== 'read') {
      this.#saidThrough.set(streamKey(stream), { stream, through: entry.seq });
      return;
    }
    const read = { conv: stream.conv, device: content.device, epoch: content.epoch };
    if (this.#ofOwnAccount(stream)) {
      const key = streamKey(read);
      this.#readThrough.set(key, Math.max(content.through, this.#readThrough.get(key) ?? 0));
    } else {
      this.#handleRead(stream.device, read, content.through);
    }
  }

  /**
   * Streams of a conversation with something unread, and through where. Counts as read now.
   *
   * @param {string} conversation
   */
  takeUnread(conversation) {
    const unread = [];
    for (const [key, { stream, through }] of this.#saidThrough) {
      const wanted = stream.conv === conversation && through > (this.#readThrough.get(key) ?? 0);
      if (wanted && !this.#ofOwnAccount(stream)) {
        unread.push({ stream, through });
        this.#readThrough.set(key, through);
      }
    }
    return unread;
  }

  /** The body of a marker. @param {StreamId} stream @param {number} through */
  static marker({ device, epoch }, through) {
    return ContentCodec.encode({ kind: 'read', device, epoch, through });
  }
}
