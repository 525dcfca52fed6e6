import { NOT_ADDRESSED } from './EpochWriter.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../wire/types.js').Range} Range */
/** @typedef {import('./schema.js').Database} Database */
/** @typedef {import('./schema.js').TargetRow} TargetRow */
/** @typedef {import('./schema.js').OpenTargetRow} OpenTargetRow */

/** As many entries that were given up as a sender remembers of one target. */
const GIVEN_UP = 1024;

/** Beyond every key that begins alike. */
const END = /** @type {any} */ ([]);

/** Reads own streams as they were left. A target that is gone is none: its row only tells what it had. */
export class OutStreamReader {
  #database;

  /** @param {Database} database */
  constructor(database) {
    this.#database = database;
  }

  /**
   * @param {StreamId} stream
   * @param {number} nextSeq
   * @returns {Promise<import('../core/DeviceState.js').OutStream>}
   */
  async read(stream, nextSeq) {
    const all = IDBKeyRange.bound([stream.conv], [stream.conv, END]);
    const rows = await this.#database.getAll('target', all);
    const targets = rows.filter(({ gone }) => !gone);
    const entries = await this.#pending(stream, await this.#database.getAll('open', all));
    const givenUp = [];
    for (const target of targets) {
      givenUp.push(...(await this.#givenUp(stream, target)));
    }
    const read = await Promise.all(targets.map(async (row) => targetOf(row, await this.#refused(row))));
    return { stream, nextSeq, givenUp: givenUp.sort((a, b) => a.seq - b.seq), targets: read, entries };
  }

  /** @param {StreamId} stream @param {OpenTargetRow[]} open */
  async #pending(stream, open) {
    /** @type {Map<number, OpenTargetRow[]>} */
    const bySeq = new Map();
    open.forEach((row) => bySeq.set(row.seq, [...(bySeq.get(row.seq) ?? []), row]));
    const found = await readEntries(this.#database, stream, runsOf([...bySeq.keys()]));
    return found.map((entry) => {
      const rows = bySeq.get(entry.seq) ?? [];
      return { entry, to: rows.map(pendingOf), unsent: rows.some(({ unsent }) => unsent) };
    });
  }

  /** What was refused for a target, or never said to it, although its cursor is beyond. @param {TargetRow} row */
  async #refused({ conv, device, first, delivered, read }) {
    const from = Math.max(first, read + 1);
    if (from > delivered) {
      return [];
    }
    const range = IDBKeyRange.bound([conv, device, from], [conv, device, delivered]);
    return runsOf((await this.#database.getAll('refused', range)).map(({ seq }) => seq));
  }

  /**
   * The latest that were refused for a target, since it became one and above what it has acked.
   *
   * @param {StreamId} stream
   * @param {TargetRow} target
   */
  async #givenUp(stream, { conv, device, first, delivered }) {
    const from = Math.max(first, delivered + 1);
    const range = IDBKeyRange.bound([conv, device, from], [conv, device, END]);
    const seqs = [];
    let cursor = await this.#database.transaction('refused').store.openCursor(range, 'prev');
    for (; cursor && seqs.length < GIVEN_UP; cursor = await cursor.continue()) {
      if (cursor.value.code !== NOT_ADDRESSED) {
        seqs.push(cursor.value.seq);
      }
    }
    const found = await readEntries(this.#database, stream, runsOf(seqs));
    return found.map(({ seq, id }) => ({ device, seq, message: id }));
  }
}

/**
 * Own entries, with the bytes as sent; those that are not there are left out.
 *
 * @param {Database} database
 * @param {StreamId} stream
 * @param {readonly [number, number][]} seqs
 */
export async function readEntries(database, { conv, device, epoch }, seqs) {
  const rows = [];
  for (const [from, through] of seqs) {
    const range = IDBKeyRange.bound([conv, device, epoch, from], [conv, device, epoch, through]);
    rows.push(...(await database.getAll('transcript', range)));
  }
  return rows.map(entryOf);
}

/** @param {import('./schema.js').TranscriptRow} row @returns {import('../wire/types.js').Entry} */
export function entryOf({ seq, id, hlc, body }) {
  return { seq, id, hlc: BigInt(hlc), body };
}

/** @param {TargetRow} row @param {Range[]} refused @returns {import('../core/DeviceState.js').Target} */
const targetOf = ({ device, first, addressed, delivered, mark = 0n, read }, refused) => ({
  device,
  firstSeq: first,
  addressedSeq: addressed,
  deliveredSeq: delivered,
  mark,
  readSeq: read,
  refused,
});

/** @param {OpenTargetRow} row @returns {import('../core/DeviceState.js').PendingTarget} */
const pendingOf = ({ device, after, part, stored }) => ({ device, afterSeq: after, part, stored });

/**
 * Numbers as ranges, so that they are read in few requests.
 *
 * @param {number[]} seqs
 * @returns {Range[]} ascending, both ends inclusive
 */
function runsOf(seqs) {
  /** @type {Range[]} */
  const runs = [];
  for (const seq of seqs.sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === seq - 1) {
      last[1] = seq;
    } else {
      runs.push([seq, seq]);
    }
  }
  return runs;
}
