import { streamKey } from '../../lib/wire/StreamId.js';
import { SimWindow } from './SimWindow.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('./SimStore.js').Row} Row */
/** @typedef {{ position: number, row: Row }} Queued */

/** Bodies of one frame, so that it is within its limit in base64. */
const FRAME_BODY_BYTES = 128 * 1024;

/** A session of a device, as the server sees it: what of its queue is under way, and what it has posted. */
export class SimSession {
  writable = true;

  /** Another one of the same device has begun. */
  takenOver = () => {};

  /** Whether its queue is drained, so that what comes is forwarded at once. */
  live = false;

  /** Whether a page of its queue is being read. */
  reading = false;

  /** Its queue is sent through here. */
  position = 0;

  /**
   * Sent from the queue and not acked, by position; what was sent again keeps nobody out.
   *
   * @type {Map<number, { row: Row, atMs: number, held: boolean, again: boolean }>}
   */
  #sent = new Map();
  /** @type {Set<string>} streams of which something was sent */
  #streams = new Set();
  #saidLive = false;
  #limits;

  /**
   * @param {string} device
   * @param {number} number
   * @param {import('./SimPipe.js').SimPipe<import('../../lib/wire/types.js').ServerFrame>} pipe
   * @param {import('./SimScenario.js').ServerLimits} limits
   */
  constructor(device, number, pipe, limits) {
    this.device = device;
    this.number = number;
    this.pipe = pipe;
    this.window = new SimWindow(limits);
    this.#limits = limits;
  }

  /** @param {import('../../lib/wire/types.js').ServerFrame} frame */
  send(frame) {
    if (frame.type === 'entries') {
      this.#streams.add(streamKey(frame));
    }
    this.pipe.send(frame);
  }

  /** @param {StreamId} stream */
  sentSome(stream) {
    return this.#streams.has(streamKey(stream));
  }

  /** Whether there may be something to read, and the device has credit for it (DLV-17). */
  wantsPage() {
    return !this.reading && !this.live && this.writable && this.#inFlight() < this.#limits.creditEntries;
  }

  pageEntries() {
    return Math.max(1, Math.min(this.#limits.pageEntries, this.#limits.creditEntries - this.#inFlight()));
  }

  #inFlight() {
    let count = 0;
    for (const { held, again } of this.#sent.values()) {
      count += held || again ? 0 : 1;
    }
    return count;
  }

  /** The end of the queue is reached. */
  drained() {
    this.live = true;
    if (!this.#saidLive) {
      this.#saidLive = true;
      this.send({ type: 'live' });
    }
  }

  /**
   * Sends what comes next in the queue, a frame for each run of one stream.
   *
   * @param {Queued[]} queued @param {number} nowMs
   */
  sendStored(queued, nowMs) {
    /** @type {Row[]} */
    let run = [];
    let bytes = 0;
    for (const { position, row } of queued) {
      const last = run[run.length - 1];
      bytes += row.entry.body.length;
      if (last !== undefined && (bytes > FRAME_BODY_BYTES || !follows(row, last))) {
        this.#sendRun(run);
        run = [];
        bytes = row.entry.body.length;
      }
      run.push(row);
      this.#sent.set(position, { row, atMs: nowMs, held: false, again: this.#sent.has(position) });
      this.position = Math.max(this.position, position);
    }
    if (run.length > 0) {
      this.#sendRun(run);
    }
  }

  /** @param {Row[]} rows */
  #sendRun(rows) {
    this.send({ type: 'entries', ...rows[0].stream, stored: true, entries: rows.map(({ entry }) => entry) });
  }

  /** @param {StreamId} stream @param {number} cursor @param {import('../../lib/wire/types.js').Range[]} held */
  acked(stream, cursor, held) {
    const key = streamKey(stream);
    for (const [position, sent] of this.#sent) {
      const { seq } = sent.row.entry;
      if (streamKey(sent.row.stream) !== key) {
        continue;
      }
      if (seq <= cursor) {
        this.#sent.delete(position);
      } else {
        sent.held = held.some(([from, through]) => from <= seq && seq <= through);
      }
    }
  }

  /**
   * What is neither acked nor held for long is sent again (DLV-17); what was cancelled is forgotten.
   *
   * @param {import('./SimStore.js').SimStore} store @param {number} nowMs
   */
  sendAgain(store, nowMs) {
    /** @type {Queued[]} */
    const again = [];
    for (const [position, sent] of this.#sent) {
      const row = store.at(this.device, position);
      if (row === undefined) {
        this.#sent.delete(position);
      } else if (!sent.held && this.writable && nowMs - sent.atMs >= this.#limits.resendMs) {
        again.push({ position, row });
      }
    }
    this.sendStored(again, nowMs);
  }
}

/** Whether both may be in one frame. @param {Row} row @param {Row} last */
function follows(row, last) {
  return last.entry.seq < row.entry.seq && streamKey(last.stream) === streamKey(row.stream);
}
