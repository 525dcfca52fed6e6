import { RangeSet } from '../../lib/delivery/RangeSet.js';
import { SeqMap } from '../../lib/delivery/SeqMap.js';
import { NO_MARK } from '../../lib/wire/Marks.js';
import { bytesEqual } from '../../lib/wire/Bytes.js';
import { streamKey } from '../../lib/wire/StreamId.js';
import { toKey } from './SimIds.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').AddressedEntry} AddressedEntry */

/** Most that waits for a member that has not accepted. */
const REQUESTS = 5;

/**
 * One entry for one target, as posted in a session of its sender. `request`: the target is a box.
 *
 * @typedef {{ stream: StreamId, target: string, entry: AddressedEntry, request: boolean, session: number,
 *   acceptedAtMs: number }} Row
 */

/** @typedef {'stored' | 'delivered' | 'expired' | 'conflict' | 'queue-full' | 'closed'} Outcome */

/**
 * What is kept of one stream for one target. `positions`: of each row in the target's queue.
 *
 * @typedef {{ stream: StreamId, target: string, rows: SeqMap<Row>, positions: Map<number, number>,
 *   deliveredThrough: number, expiredThrough: number, ackedThrough: number, ackedMark: bigint }} Log
 */

/** The device queues on a simulated disk: what is here survives every crash. */
export class SimStore {
  /** @type {Map<string, Log>} */
  #logs = new Map();
  /** @type {Map<string, SeqMap<Row>>} device to its queue, by position */
  #queues = new Map();
  /** @type {Set<string>} boxes of who has accepted */
  #closed = new Set();
  #nextPosition = 1;
  #queueEntries;

  /** @param {number} queueEntries */
  constructor(queueEntries) {
    this.#queueEntries = queueEntries;
  }

  /** A backup of all that is here now. */
  backup() {
    const copy = new SimStore(this.#queueEntries);
    copy.restore(this);
    return copy;
  }

  /** What came since the backup is gone. @param {SimStore} backup */
  restore(backup) {
    this.#logs = new Map();
    for (const [key, log] of backup.#logs) {
      this.#logs.set(key, { ...log, rows: copyOf(log.rows), positions: new Map(log.positions) });
    }
    this.#queues = new Map([...backup.#queues].map(([device, queue]) => [device, copyOf(queue)]));
    this.#closed = new Set(backup.#closed);
    this.#nextPosition = backup.#nextPosition;
  }

  /**
   * A member has accepted: what waits goes to each of its devices, and no more is taken for its box.
   *
   * @param {string} box @param {string[]} devices
   * @returns {Row[]} those for the devices
   */
  close(box, devices) {
    const moved = this.rows(box).flatMap((row) => devices.map((target) => ({ ...row, target, request: false })));
    moved.forEach((row) => this.#commit(row, Infinity));
    for (const log of this.#logs.values()) {
      if (log.target === box) {
        this.#remove(log, Infinity);
      }
    }
    this.#closed.add(box);
    return moved;
  }

  /** What is left in a queue. @param {string} device */
  rows(device) {
    return this.#queue(device).between(1, Infinity);
  }

  /** @param {Row} row */
  commit(row) {
    return this.#commit(row, row.request ? REQUESTS : this.#queueEntries);
  }

  /** @param {Row} row @param {number} most in the queue @returns {Outcome} */
  #commit(row, most) {
    const { seq } = row.entry;
    const key = toKey(row.stream, row.target);
    const log = this.#logs.get(key);
    if (log !== undefined && seq <= log.deliveredThrough) {
      return 'delivered';
    }
    if (log !== undefined && seq <= log.expiredThrough) {
      return 'expired';
    }
    const queue = this.#queue(row.target);
    const old = log?.rows.get(seq);
    if (log !== undefined && old !== undefined) {
      if (old.entry.id !== row.entry.id || old.entry.hlc !== row.entry.hlc || !sameBody(old, row)) {
        return 'conflict';
      }
      log.rows.set(seq, row);
      queue.set(log.positions.get(seq) ?? 0, row);
      return 'stored';
    }
    if (this.#closed.has(row.target)) {
      return 'closed';
    }
    if (queue.size() >= most) {
      return 'queue-full';
    }
    this.#insert(log ?? this.#begin(key, row), row, queue);
    return 'stored';
  }

  /** @param {string} key @param {Row} row @returns {Log} */
  #begin(key, { stream, target }) {
    const none = { deliveredThrough: 0, expiredThrough: 0, ackedThrough: 0, ackedMark: NO_MARK };
    const log = { stream, target, rows: new SeqMap(), positions: new Map(), ...none };
    this.#logs.set(key, log);
    return log;
  }

  /** Those after it go behind it in the queue. @param {Log} log @param {Row} row @param {SeqMap<Row>} queue */
  #insert(log, row, queue) {
    const { seq } = row.entry;
    log.rows.set(seq, row);
    for (let i = log.rows.indexFrom(seq); i < log.rows.size(); i++) {
      const later = log.rows.keyAt(i);
      const position = log.positions.get(later);
      if (position !== undefined) {
        queue.delete(position);
      }
      log.positions.set(later, this.#nextPosition);
      queue.set(this.#nextPosition++, log.rows.at(i));
    }
  }

  /** The next of a queue, with their positions. @param {string} device @param {number} after @param {number} most */
  page(device, after, most) {
    const queue = this.#queue(device);
    const page = [];
    for (let i = queue.indexFrom(after + 1); i < queue.size() && page.length < most; i++) {
      page.push({ position: queue.keyAt(i), row: queue.at(i) });
    }
    return page;
  }

  /** The row at a position, if it is still there. @param {string} device @param {number} position */
  at(device, position) {
    return this.#queue(device).get(position);
  }

  /**
   * The target has acked; less than before counts when it is `lower` (DLV-23).
   *
   * @param {StreamId} stream @param {string} target @param {number} throughSeq @param {bigint} mark
   * @param {boolean} lower
   */
  deleteThrough(stream, target, throughSeq, mark, lower) {
    const log = this.#logs.get(toKey(stream, target));
    if (log !== undefined) {
      const durable = Math.max(log.expiredThrough, log.rows.lowerKey(throughSeq + 1));
      const through = Math.min(throughSeq, durable);
      if (through > log.deliveredThrough && throughSeq >= log.ackedThrough) {
        log.ackedThrough = throughSeq;
        log.ackedMark = mark;
      }
      log.deliveredThrough = Math.max(log.deliveredThrough, through);
      if (lower && log.ackedThrough > throughSeq) {
        log.deliveredThrough = Math.min(log.deliveredThrough, throughSeq);
        log.ackedThrough = throughSeq;
        log.ackedMark = mark;
      }
      this.#remove(log, throughSeq);
    }
  }

  /** The sender has taken back. @param {StreamId} stream @param {string} target @param {number} throughSeq */
  cancel(stream, target, throughSeq) {
    const log = this.#logs.get(toKey(stream, target));
    if (log !== undefined) {
      this.#remove(log, throughSeq);
    }
  }

  /** What is known of a stream, target by target. @param {StreamId} stream */
  positions(stream) {
    const key = streamKey(stream);
    const found = [];
    for (const log of this.#logs.values()) {
      if (streamKey(log.stream) === key) {
        const { rows, positions: _, ...known } = log;
        found.push({ ...known, stored: rows.between(1, Infinity).map(({ entry }) => entry) });
      }
    }
    return found;
  }

  /** Deletes what is too old, with all before it. @param {number} olderThanMs */
  expire(olderThanMs) {
    const expired = [];
    for (const log of this.#logs.values()) {
      let through = 0;
      for (let i = 0; i < log.rows.size(); i++) {
        if (log.rows.at(i).acceptedAtMs < olderThanMs) {
          through = log.rows.keyAt(i);
        }
      }
      if (through > 0) {
        const seqs = seqsOf(log.rows);
        seqs.remove(through + 1, Math.max(through + 1, seqs.lastSeq()));
        log.expiredThrough = Math.max(log.expiredThrough, through);
        this.#remove(log, through);
        expired.push({ stream: log.stream, target: log.target, seqs: seqs.toList() });
      }
    }
    return expired;
  }

  /** @param {Log} log @param {number} throughSeq */
  #remove(log, throughSeq) {
    while (!log.rows.isEmpty() && log.rows.firstKey() <= throughSeq) {
      const seq = log.rows.firstKey();
      log.rows.delete(seq);
      this.#queue(log.target).delete(log.positions.get(seq) ?? 0);
      log.positions.delete(seq);
    }
  }

  /** @param {string} device */
  #queue(device) {
    let queue = this.#queues.get(device);
    if (queue === undefined) {
      queue = new SeqMap();
      this.#queues.set(device, queue);
    }
    return queue;
  }
}

/** @param {Row} a @param {Row} b */
function sameBody(a, b) {
  return bytesEqual(a.entry.body, b.entry.body);
}

/** @param {SeqMap<Row>} rows */
function seqsOf(rows) {
  const seqs = new RangeSet();
  for (let i = 0; i < rows.size(); i++) {
    seqs.add(rows.keyAt(i));
  }
  return seqs;
}

/** @param {SeqMap<Row>} rows @returns {SeqMap<Row>} */
function copyOf(rows) {
  /** @type {SeqMap<Row>} */
  const copy = new SeqMap();
  for (let i = 0; i < rows.size(); i++) {
    copy.set(rows.keyAt(i), rows.at(i));
  }
  return copy;
}
