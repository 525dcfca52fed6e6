import { randomBytes, randomUUID } from 'node:crypto';
import { fold } from './marks.js';

const DIRECT_WINDOW = 1024;
const DIRECT_WINDOW_BYTES = 1 << 20;
const FRAME_ENTRIES = 256;
const RESEND_MS = 3_000;
const FRAME_BYTES = 16_384;

/** One outbound stream to the one target of a direct conversation (section 5). Its disk is this process. */
export class Outbox {
  epoch = String(randomBytes(8).readBigUInt64BE());
  #conv;
  #device;
  #target;
  #entries = [];
  #acked = 0;
  #mark = 0n;
  #nextDirect = 1;
  #stampMs = 0;
  #counter = 0;
  #posted = new Map();
  #stored = new Set();
  #held = new Set();
  #events;

  constructor({ conv, device, target, events }) {
    this.#conv = conv;
    this.#device = device;
    this.#target = target;
    this.#events = events;
  }

  get stream() {
    return { conv: this.#conv, device: this.#device, epoch: this.epoch };
  }

  get pending() {
    return this.#entries.length > 0;
  }

  /** Numbers and stamps an entry; it waits here until it is acked. */
  add(content, nowMs) {
    this.#counter = nowMs > this.#stampMs ? 0 : this.#counter + 1;
    this.#stampMs = Math.max(this.#stampMs, nowMs);
    const last = this.#entries.at(-1);
    const entry = {
      seq: (last?.seq ?? this.#acked) + 1,
      id: randomUUID(),
      hlc: String((BigInt(this.#stampMs) << 16n) | BigInt(this.#counter)),
      body: Buffer.from(JSON.stringify(content)).toString('base64'),
    };
    this.#entries.push({ ...entry, mark: fold(last?.mark ?? this.#mark, entry) });
  }

  /** A channel begins: everything unacked goes first, in order (DLV-8). */
  startDirect() {
    this.#nextDirect = 0;
  }

  /** A session begins: what it has taken is not known before it says so. */
  startSession() {
    this.#posted.clear();
    this.#stored.clear();
  }

  /** The next frame for a channel whose messages may have `limit` bytes, or none. */
  nextDirect(limit) {
    const from = this.#entries.findIndex(({ seq }) => seq >= this.#nextDirect);
    const taken = [];
    let bytes = 400;
    let ahead = this.#entries.slice(0, Math.max(from, 0)).reduce((sum, one) => sum + one.body.length, 0);
    for (let i = from; i >= 0 && i < this.#entries.length && i < DIRECT_WINDOW; i++) {
      const entry = this.#entries[i];
      const size = sizeOf(entry);
      ahead += entry.body.length;
      if (taken.length > 0 && (bytes + size > Math.min(FRAME_BYTES, limit) || taken.length === FRAME_ENTRIES)) {
        break;
      }
      if (ahead > DIRECT_WINDOW_BYTES && i > 0) {
        break;
      }
      this.#nextDirect = entry.seq + 1;
      if (size + 400 <= limit) {
        taken.push(entry);
        bytes += size;
      }
    }
    return taken.length === 0 ? undefined : { type: 'entries', ...this.stream, entries: taken.map(bare) };
  }

  /** Posts for the server, within its window: all that nobody has, or only what a channel cannot carry. */
  posts({ rosterVersion, windowEntries, windowBytes, nowMs, channelLimit }) {
    const entries = [];
    let [count, bytes] = [this.#posted.size, 0];
    for (const entry of this.#entries) {
      const size = Buffer.byteLength(entry.body, 'base64');
      bytes += this.#posted.has(entry.seq) ? size : 0;
      const wanted = channelLimit === undefined || sizeOf(entry) + 400 > channelLimit;
      const waits = nowMs - (this.#posted.get(entry.seq) ?? -Infinity) < RESEND_MS;
      if (!wanted || waits || this.#stored.has(entry.seq) || this.#held.has(entry.seq)) {
        continue;
      }
      if (!this.#posted.has(entry.seq)) {
        [count, bytes] = [count + 1, bytes + size];
      }
      if (count > windowEntries || bytes > windowBytes || entries.length === 64) {
        break;
      }
      this.#posted.set(entry.seq, nowMs);
      entries.push({ ...bare(entry), to: [{ target: this.#target }] });
    }
    return entries.length === 0
      ? undefined
      : { type: 'post', conv: this.#conv, epoch: this.epoch, rosterVersion, entries };
  }

  /** An ack, a position in a `have`, or the `delivered` of a receipt. */
  handleAck({ cursor, mark, held = [] }) {
    this.#held = new Set(
      held.flatMap(([from, through]) => Array.from({ length: through - from + 1 }, (_, i) => from + i)),
    );
    if (cursor <= this.#acked) {
      return;
    }
    const last = this.#entries.find(({ seq }) => seq === cursor);
    if (last === undefined || String(last.mark) !== mark) {
      this.#events.violation(`an ack of ${cursor} with the mark ${mark}`);
      return;
    }
    this.#acked = cursor;
    this.#mark = last.mark;
    this.#entries = this.#entries.filter(({ seq }) => seq > cursor);
    [...this.#posted.keys()].filter((seq) => seq <= cursor).forEach((seq) => this.#posted.delete(seq));
    this.#events.acked(cursor);
  }

  handleReceipt({ delivered = 0, mark, held, stored = [] }) {
    this.handleAck({ cursor: delivered, mark, held });
    for (const [from, through] of stored) {
      for (let seq = from; seq <= through; seq++) {
        this.#stored.add(seq);
        this.#posted.delete(seq);
      }
    }
  }

  /** What was refused with the hope of another try is posted again. */
  handleRefused({ seqs = [] }) {
    seqs.forEach(([from, through]) => {
      for (let seq = from; seq <= through; seq++) {
        this.#posted.delete(seq);
      }
    });
  }
}

function bare({ seq, id, hlc, body }) {
  return { seq, id, hlc, body };
}

function sizeOf(entry) {
  return JSON.stringify(bare(entry)).length + 1;
}
