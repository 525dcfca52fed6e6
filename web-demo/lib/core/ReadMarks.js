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
  /** The last marker in a stream of another account; none is written for it (CNT-3). @type {Map<string, number>} */
  #markerAt = new Map();
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
      this.#handleMarker(stream, entry.seq, { ...content, conv: stream.conv });
      return;
    }
    this.#saidThrough.set(streamKey(stream), { stream, through: entry.seq });
    // The marker of another path may have come first, when there was no cursor to keep it with.
    if (entry.seq <= (this.#readThrough.get(streamKey(stream)) ?? 0)) {
      this.#listener.handleOwnRead(stream, entry.seq);
    }
  }

  /** @param {StreamId} stream of who has read @param {number} seq @param {StreamId & {through: number}} marker */
  #handleMarker(stream, seq, { conv, device, epoch, through }) {
    const read = { conv, device, epoch };
    if (!this.#ofOwnAccount(stream)) {
      this.#listener.handleRead(stream.device, read, through);
      this.#markerAt.set(streamKey(stream), seq);
      this.#passMarker(stream);
    } else if (through > (this.#readThrough.get(streamKey(read)) ?? 0)) {
      this.#readThrough.set(streamKey(read), through);
      this.#listener.handleOwnRead(read, through);
      this.#passMarker(read);
    }
  }

  /**
   * Counts the last marker of a stream as read once all before it is: after a restart nothing tells it from a message.
   *
   * @param {StreamId} stream
   */
  #passMarker(stream) {
    const key = streamKey(stream);
    const marker = this.#markerAt.get(key) ?? 0;
    const read = this.#readThrough.get(key) ?? 0;
    if (marker > read && read >= (this.#saidThrough.get(key)?.through ?? 0)) {
      this.#readThrough.set(key, marker);
      this.#listener.handleOwnRead(stream, marker);
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
        this.#passMarker(stream);
      }
    }
    return unread;
  }

  /** The body of a marker. @param {StreamId} stream @param {number} through */
  static marker({ device, epoch }, through) {
    return ContentCodec.encode({ kind: 'read', device, epoch, through });
  }
}
