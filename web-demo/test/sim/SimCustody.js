import { SeqMap } from '../../lib/delivery/SeqMap.js';
import { toKey } from './SimIds.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('./SimStore.js').Row} Row */

/** What was forwarded to connected devices and is not acked: in memory only, committed after a grace period (DLV-15). */
export class SimCustody {
  /** @type {Map<string, SeqMap<Row>>} stream and target to what is forwarded */
  #forwarded = new Map();
  #world;
  #limits;
  #sessions;
  #commit;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimScenario.js').ServerLimits} limits
   * @param {Map<string, import('./SimSession.js').SimSession>} sessions
   * @param {(rows: Row[]) => void} commit takes what is to be stored
   */
  constructor(world, limits, sessions, commit) {
    this.#world = world;
    this.#limits = limits;
    this.#sessions = sessions;
    this.#commit = commit;
  }

  /** Forwards what can be; the rest is for the store. @param {Row[]} rows of one post */
  take(rows) {
    /** @type {Map<string, Row[]>} */
    const byTarget = new Map();
    /** @type {Row[]} */
    const store = [];
    for (const row of rows) {
      const session = this.#sessions.get(row.target);
      const waiting = this.#of(row);
      const credit = waiting.has(row.entry.seq) || waiting.size() < this.#limits.creditEntries;
      if (session?.live && session.writable && credit) {
        waiting.set(row.entry.seq, row);
        byTarget.set(row.target, [...(byTarget.get(row.target) ?? []), row]);
      } else {
        waiting.delete(row.entry.seq);
        store.push(row);
      }
    }
    for (const [target, forwarded] of byTarget) {
      const entries = forwarded.map(({ entry }) => entry);
      this.#sessions.get(target)?.send({ type: 'entries', ...forwarded[0].stream, stored: false, entries });
      this.#world.after(this.#limits.graceMs, () => this.#overdue(forwarded));
    }
    this.#commit(store);
  }

  /** The grace is over: what is still not acked, and was not posted again, is stored. @param {Row[]} rows */
  #overdue(rows) {
    const late = rows.filter((row) => this.#of(row).get(row.entry.seq) === row);
    late.forEach((row) => this.#of(row).delete(row.entry.seq));
    this.#commit(late);
  }

  /** Acked, or taken back. @param {StreamId} stream @param {string} target @param {number} throughSeq */
  takeThrough(stream, target, throughSeq) {
    const waiting = this.#forwarded.get(toKey(stream, target));
    while (waiting !== undefined && !waiting.isEmpty() && waiting.firstKey() <= throughSeq) {
      waiting.delete(waiting.firstKey());
    }
  }

  /** Everything for one device, which has left. @param {string} device */
  takeAll(device) {
    const rows = [];
    for (const [key, waiting] of this.#forwarded) {
      if (key.endsWith(device)) {
        rows.push(...waiting.between(1, Infinity));
        this.#forwarded.delete(key);
      }
    }
    return rows;
  }

  clear() {
    this.#forwarded.clear();
  }

  /** @param {Row} row */
  #of({ stream, target }) {
    const key = toKey(stream, target);
    let waiting = this.#forwarded.get(key);
    if (waiting === undefined) {
      waiting = new SeqMap();
      this.#forwarded.set(key, waiting);
    }
    return waiting;
  }
}
