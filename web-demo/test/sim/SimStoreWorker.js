import { Deque } from '../../lib/delivery/Deque.js';
import { isSameStream } from './SimIntake.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('./SimSession.js').SimSession} SimSession */
/** @typedef {import('./SimStore.js').Row} Row */
/** @typedef {import('./SimStore.js').Outcome | 'unavailable'} Outcome */

/**
 * What is asked of the store; done one at a time, in order.
 *
 * @typedef {{ op: 'commit', rows: Row[] }
 *   | { op: 'delete', stream: StreamId, target: string, throughSeq: number, mark: bigint, lower: boolean }
 *   | { op: 'cancel', stream: StreamId, target: string, throughSeq: number }
 *   | { op: 'page', session: SimSession }
 *   | { op: 'ask', session: SimSession, ref: number, streams: StreamId[] }} StoreOp
 */

/** @typedef {Extract<StoreOp, { op: 'delete' }>} Delete */

/**
 * Who hears what the store has done.
 *
 * @typedef {{ committed: (done: { row: Row, outcome: Outcome }[]) => void, page: (session: SimSession) => void,
 *   positions: (session: SimSession, ref: number, stream: StreamId) => void }} Listener
 */

/** Does what a node asks of its store: one after the other, each after a moment, or not at all. */
export class SimStoreWorker {
  /** @type {Deque<StoreOp>} */
  #asked = new Deque();
  /** @type {Deque<StoreOp>} done as soon as the store is back, before anything else */
  #owed = new Deque();
  #life = 0;
  #busy = false;
  #down = false;
  #world;
  #store;
  #checker;
  #listener;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimStore.js').SimStore} store
   * @param {import('./SimChecker.js').SimChecker} checker
   * @param {Listener} listener
   */
  constructor(world, store, checker, listener) {
    this.#world = world;
    this.#store = store;
    this.#checker = checker;
    this.#listener = listener;
  }

  isDown() {
    return this.#down;
  }

  /** @param {boolean} on */
  down(on) {
    this.#down = on;
    for (let op = on ? null : this.#owed.poll(); op !== null; op = this.#owed.poll()) {
      this.#apply(op);
    }
  }

  /** What was asked for is forgotten; what is being committed may be on disk. */
  crash() {
    const half = this.#asked.first();
    if (this.#busy && half?.op === 'commit' && !this.#down && this.#world.chance(50)) {
      half.rows.forEach((row) => this.#commit(row));
    }
    this.#life++;
    this.#asked.clear();
    this.#owed.clear();
    this.#busy = false;
  }

  /** @param {Row[]} rows */
  commit(rows) {
    if (rows.length === 0) {
      return;
    }
    const last = this.#last();
    if (last?.op === 'commit') {
      last.rows.push(...rows);
    } else {
      this.add({ op: 'commit', rows });
    }
  }

  /** @param {Delete} op */
  delete(op) {
    const last = this.#last();
    const one = last?.op === 'delete' && !last.lower && !op.lower && last.target === op.target;
    if (one && isSameStream(last.stream, op.stream)) {
      if (op.throughSeq > last.throughSeq) {
        last.throughSeq = op.throughSeq;
        last.mark = op.mark;
      }
    } else {
      this.add(op);
    }
  }

  /** The last that waits, unless it is the one that is being done. */
  #last() {
    return this.#asked.size() > 1 ? this.#asked.last() : undefined;
  }

  /** @param {StoreOp} op */
  add(op) {
    this.#asked.add(op);
    this.#start();
  }

  #start() {
    if (this.#busy || this.#asked.isEmpty()) {
      return;
    }
    this.#busy = true;
    const mine = this.#life;
    this.#world.after(this.#world.pick(1, 8), () => {
      if (this.#life === mine) {
        this.#busy = false;
        this.#apply(/** @type {StoreOp} */ (this.#asked.poll()));
        this.#start();
      }
    });
  }

  /** @param {StoreOp} op */
  #apply(op) {
    if (op.op === 'commit') {
      this.#listener.committed(
        op.rows.map((row) => ({ row, outcome: this.#down ? 'unavailable' : this.#commit(row) })),
      );
    } else if (op.op === 'page') {
      this.#listener.page(op.session);
    } else if (this.#down) {
      this.#owed.add(op);
    } else if (op.op === 'delete') {
      this.#checker.deleted(op.stream, op.target, op.throughSeq);
      this.#store.deleteThrough(op.stream, op.target, op.throughSeq, op.mark, op.lower);
    } else if (op.op === 'cancel') {
      this.#store.cancel(op.stream, op.target, op.throughSeq);
    } else {
      op.streams.forEach((stream) => this.#listener.positions(op.session, op.ref, stream));
    }
  }

  /** @param {Row} row */
  #commit(row) {
    const outcome = this.#store.commit(row);
    if (outcome === 'stored') {
      this.#checker.storeCommitted(row.stream, row.target, row.entry);
    }
    return outcome;
  }
}
