import { STORES } from './schema.js';
import { TableWriter } from './TableWriter.js';

/** Most requests in one transaction: keeps the pause of one group in the tens of ms. */
const GROUP_REQUESTS = 256;

/** How long to wait before a refused group is tried again: doubles from the first to the last. */
const FIRST_RETRY_MS = 500;
const MOST_RETRY_MS = 8_000;

/** Another tab has taken the device over: nothing is written here any more. */
export class TakenOver extends Error {
  constructor() {
    super('another tab of this browser has taken over');
    this.name = 'TakenOver';
  }
}

/**
 * @typedef {object} GroupCommitListener
 * @property {(throughTicket: number, known: Map<number, Set<string>>) => void} handleDurable all requests up to and
 *   including that ticket are on disk; by ticket, ids of received entries that were not kept, since they are known
 * @property {(failure: Error) => void} handleTrouble the disk refused; the same group is tried again, without a further word until it works
 * @property {() => void} handleTakenOver nothing more is written
 */

/**
 * Writes what waits as one transaction, durable when it completes (`strict`), then says so. While a group is on its way
 * the next one gathers. When the disk refuses, the same group is tried again until it works: nothing that was accepted is
 * dropped, and nobody hears "done" too early.
 *
 * Each transaction first looks who leads: a tab that was frozen and replaced cannot write any more (fencing).
 */
export class GroupCommit {
  /** @type {{ticket: number, writes: readonly import('../core/DiskWrite.js').DiskWrite[]}[]} */
  #waiting = [];
  #busy = false;
  #over = false;
  /** @type {{abort(): void} | undefined} under way */
  #transaction;
  #retryMs = FIRST_RETRY_MS;
  /** @type {(() => void)[]} */
  #idle = [];
  #database;
  #leader;
  #timers;
  #listener;

  /**
   * @param {import('./schema.js').Database} database
   * @param {string} leader this tab's name in the store `meta`
   * @param {import('./Timers.js').Timers} timers
   * @param {GroupCommitListener} listener
   */
  constructor(database, leader, timers, listener) {
    this.#database = database;
    this.#leader = leader;
    this.#timers = timers;
    this.#listener = listener;
  }

  /**
   * Queues writes as one unit.
   *
   * @param {number} ticket told when they are on disk; 0 when nobody waits
   * @param {readonly import('../core/DiskWrite.js').DiskWrite[]} writes
   */
  submit(ticket, writes) {
    if (this.#over) {
      return;
    }
    this.#waiting.push({ ticket, writes });
    this.#next();
  }

  /** Settles when nothing waits any more, or nothing more is written. */
  async idle() {
    if (!this.#over && (this.#busy || this.#waiting.length > 0)) {
      await new Promise((done) => this.#idle.push(() => done(undefined)));
    }
  }

  /** Nothing more is written from now on; what is under way may still be. */
  stop() {
    this.#over = true;
    this.#waiting = [];
    this.#tellIdle();
  }

  /** The same, and what is under way is taken back: a page that is frozen in it would keep all others waiting. */
  abort() {
    this.stop();
    try {
      this.#transaction?.abort();
    } catch {
      // it has just ended by itself
    }
  }

  #next() {
    if (this.#busy || this.#over) {
      return;
    }
    if (this.#waiting.length === 0) {
      this.#tellIdle();
      return;
    }
    this.#busy = true;
    const group = this.#waiting.slice(0, GROUP_REQUESTS);
    this.#commit(group).then(
      (known) => this.#committed(group, known),
      (failure) => this.#refused(failure),
    );
  }

  /** @param {{ticket: number, writes: readonly import('../core/DiskWrite.js').DiskWrite[]}[]} group */
  async #commit(group) {
    const transaction = this.#database.transaction(STORES, 'readwrite', { durability: 'strict' });
    this.#transaction = transaction;
    const done = transaction.done;
    done.catch(() => {}); // looked at below; a request may fail first
    const leads = (await transaction.objectStore('meta').get('leader')) === this.#leader;
    if (!leads) {
      transaction.abort();
      throw new TakenOver();
    }
    const writer = new TableWriter(transaction);
    /** @type {Map<number, Set<string>>} */
    const known = new Map();
    try {
      for (const { ticket, writes } of group) {
        known.set(ticket, await writer.write(writes));
      }
      writer.flush();
    } catch (failure) {
      try {
        transaction.abort();
      } catch {
        await done; // it has ended by itself, and says why; a request may only say that it was called off
      }
      throw failure;
    }
    await done;
    return known;
  }

  /** @param {{ticket: number}[]} group @param {Map<number, Set<string>>} known */
  #committed(group, known) {
    this.#busy = false;
    this.#transaction = undefined;
    this.#retryMs = FIRST_RETRY_MS;
    if (this.#over) {
      return;
    }
    this.#waiting.splice(0, group.length);
    const through = group.reduce((most, { ticket }) => Math.max(most, ticket), 0);
    this.#next();
    if (through > 0) {
      this.#listener.handleDurable(through, known);
    }
  }

  /** @param {Error} failure */
  #refused(failure) {
    this.#busy = false;
    this.#transaction = undefined;
    if (this.#over) {
      return;
    }
    if (failure instanceof TakenOver) {
      this.stop();
      this.#listener.handleTakenOver();
      return;
    }
    this.#busy = true;
    this.#timers.after(this.#retryMs, () => {
      this.#busy = false;
      this.#next();
    });
    const isFirst = this.#retryMs === FIRST_RETRY_MS;
    this.#retryMs = Math.min(MOST_RETRY_MS, this.#retryMs * 2);
    if (isFirst) {
      this.#listener.handleTrouble(failure);
    }
  }

  #tellIdle() {
    const waiting = this.#idle;
    this.#idle = [];
    waiting.forEach((tell) => tell());
  }
}
