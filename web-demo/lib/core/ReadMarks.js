import { ContentCodec } from '../codec/ContentCodec.js';
import { streamKey } from '../wire/StreamId.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */

/**
 * Hears what markers say.
 *
 * @typedef {object} ReadMarksListener
 * @property {(target: string, stream: StreamId, throughSeq: number) => void} handleRead another account's device has read
 *   an own stream
 * @property {(stream: StreamId, throughSeq: number) => void} handleOwnRead another device of the own account has read
 *   somebody's stream: to be kept
 */

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
  #listener;

  /**
   * @param {(stream: StreamId) => boolean} ofOwnAccount whether a stream is of this or another device of the own account
   * @param {ReadMarksListener} listener
   */
  constructor(ofOwnAccount, listener) {
    this.#ofOwnAccount = ofOwnAccount;
    this.#listener = listener;
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
    if (content.kind === 'read') {
      this.#handleMarker(stream, { conv: stream.conv, device: content.device, epoch: content.epoch }, content.through);
      return;
    }
    this.#saidThrough.set(streamKey(stream), { stream, through: entry.seq });
    // The marker of another path may have come first, when there was no cursor to keep it with.
    if (entry.seq <= (this.#readThrough.get(streamKey(stream)) ?? 0)) {
      this.#listener.handleOwnRead(stream, entry.seq);
    }
  }

  /** @param {StreamId} stream of who has read @param {StreamId} read @param {number} throughSeq */
  #handleMarker(stream, read, throughSeq) {
    const key = streamKey(read);
    if (!this.#ofOwnAccount(stream)) {
      this.#listener.handleRead(stream.device, read, throughSeq);
    } else if (throughSeq > (this.#readThrough.get(key) ?? 0)) {
      this.#readThrough.set(key, throughSeq);
      this.#listener.handleOwnRead(read, throughSeq);
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
