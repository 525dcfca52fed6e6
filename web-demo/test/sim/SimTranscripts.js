import { compareTranscript } from '../../lib/clock/TranscriptOrder.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {{ hlc: bigint, device: string, seq: number, id: string, body: Uint8Array }} Row */
/** @typedef {Pick<Row, 'hlc' | 'device' | 'seq'>} Place */

/** What a disk has of every conversation, own entries and others', each message once (DLV-21). */
export class SimTranscripts {
  /** @type {Map<string, Row[]>} conversation to its rows, in transcript order */
  #rows = new Map();
  /** @type {Map<string, Set<string>>} conversation and device to the ids of what it said there */
  #ids = new Map();

  copy() {
    const copy = new SimTranscripts();
    copy.#rows = new Map([...this.#rows].map(([conv, rows]) => [conv, [...rows]]));
    copy.#ids = new Map([...this.#ids].map(([key, ids]) => [key, new Set(ids)]));
    return copy;
  }

  /** The rows of a conversation in transcript order. @param {string} conv */
  of(conv) {
    let rows = this.#rows.get(conv);
    if (rows === undefined) {
      rows = [];
      this.#rows.set(conv, rows);
    }
    return rows;
  }

  /** The row there, if there is one. @param {string} conv @param {Place} order */
  row(conv, order) {
    const rows = this.of(conv);
    const row = rows[find(rows, order)];
    return row !== undefined && compareTranscript(row, order) === 0 ? row : undefined;
  }

  /** The stamps of each conversation, ascending. */
  stamps() {
    return [...this.#rows.values()].map((rows) => rows.map(({ hlc }) => hlc));
  }

  /** Whether a device has said that here, under whatever number. @param {StreamId} stream @param {string} message */
  has(stream, message) {
    return this.#idsOf(stream).has(message);
  }

  /** Ids of everything that a device has said. @param {string} device */
  saidBy(device) {
    return new Set([...this.#ids].flatMap(([key, ids]) => (key.endsWith(device) ? [...ids] : [])));
  }

  /** @param {StreamId} stream @param {import('../../lib/wire/types.js').Entry} entry */
  add(stream, { hlc, seq, id, body }) {
    const rows = this.of(stream.conv);
    const row = { hlc, device: stream.device, seq, id, body };
    this.#idsOf(stream).add(id);
    rows.splice(find(rows, row), 0, row);
  }

  /** An entry says something else. @param {StreamId} stream @param {import('../../lib/wire/types.js').Entry} entry */
  reword({ conv, device }, { hlc, seq, id, body }) {
    const rows = this.of(conv);
    rows[find(rows, { hlc, device, seq })] = { hlc, device, seq, id, body };
  }

  conversations() {
    return [...this.#rows.keys()];
  }

  /** The row there goes. @param {string} conv @param {Place} order */
  remove(conv, order) {
    const rows = this.of(conv);
    rows.splice(find(rows, order), 1);
  }

  /** @param {StreamId} stream */
  #idsOf({ conv, device }) {
    const key = `${conv} ${device}`;
    const ids = this.#ids.get(key) ?? new Set();
    this.#ids.set(key, ids);
    return ids;
  }
}

/** The index of the first row that is not before. @param {Row[]} rows @param {Place} order */
function find(rows, order) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareTranscript(rows[middle], order) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
