import { deleteDB } from '../vendor/idb/index.js';
import { Limits } from '../wire/Limits.js';
import { NEVER_ANEW } from '../core/EpochStart.js';
import { NO_CHANGES } from '../core/KnownChanges.js';
import { readClock } from './ClockReader.js';
import { GroupCommit } from './GroupCommit.js';
import { OutStreamReader, entryOf, readEntries } from './OutStreamReader.js';
import { randomU64 } from './randomU64.js';
import { databaseName, hlcKey, openDatabase } from './schema.js';

/** @typedef {import('./schema.js').TranscriptRow} TranscriptRow */
/** @typedef {import('./schema.js').Identity} Identity */

/** Beyond every key that begins alike. */
const END = /** @type {any} */ ([]);

/** How many newest rows of a conversation are looked through for its unread ones. */
const UNREAD_ROWS = 500;

/**
 * The database of one device: identity, outbox, cursors, transcript. Any tab reads; one leads and writes. Where the
 * browser loses its data, the device is gone with it: ask for persistent storage.
 */
export class DeviceData {
  #database;
  /** @type {GroupCommit | undefined} */
  #commits;
  /** @type {import('./schema.js').Loss | undefined} */
  #lost;
  /** @type {(why: import('./schema.js').Loss) => void} */
  #tellLost = () => {};

  /** @param {import('./schema.js').Database} database */
  constructor(database) {
    this.#database = database;
  }

  /** Opens what a device keeps. @param {string} device */
  static async open(device) {
    /** @type {DeviceData} */
    const data = new DeviceData(await openDatabase(device, (why) => data.#close(why)));
    return data;
  }

  /**
   * Deletes what a device keeps. Tabs that have it open are told and let go; where one cannot hear (it is frozen), the
   * browser deletes it once that one is gone.
   *
   * @param {string} device
   */
  static erase(device) {
    return new Promise((done, failed) => {
      deleteDB(databaseName(device), { blocked: () => done(undefined) }).then(() => done(undefined), failed);
    });
  }

  /** Calls `lost` when the database is taken away; it is closed by then. @param {(why: import('./schema.js').Loss) => void} lost */
  handleLost(lost) {
    this.#tellLost = lost;
    if (this.#lost) {
      lost(this.#lost);
    }
  }

  /** @param {import('./schema.js').Loss} why */
  #close(why) {
    this.#lost = why;
    this.close();
    this.#tellLost(why);
  }

  /** @returns {Promise<Identity | undefined>} who this device is; undefined before {@link create} */
  identity() {
    return this.#database.get('meta', 'identity');
  }

  /** Makes a new device here. @param {Identity} identity */
  async create(identity) {
    const transaction = this.#database.transaction('meta', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.put(identity, 'identity'), transaction.done]);
  }

  /**
   * This tab leads from now on: what another one still wants to write is refused. Keeps that the device starts, before
   * anybody hears of it (SES-11). Then loads what there is.
   *
   * @param {string} leader a name that no other tab has
   * @param {import('./Timers.js').Timers} timers
   * @param {import('./GroupCommit.js').GroupCommitListener} listener
   * @param {number} nowMs
   * @returns {Promise<import('../core/DeviceState.js').DeviceState>}
   */
  async lead(leader, timers, listener, nowMs) {
    const transaction = this.#database.transaction('meta', 'readwrite', { durability: 'strict' });
    const before = (await transaction.store.get('incarnations')) ?? [];
    const incarnations = [randomU64(), ...before].slice(0, Limits.INCARNATIONS);
    const { store } = transaction;
    await Promise.all([store.put(leader, 'leader'), store.put(incarnations, 'incarnations'), transaction.done]);
    this.#commits = new GroupCommit(this.#database, leader, timers, listener);
    return this.load(nowMs);
  }

  /**
   * Keeps writes in order, as one transaction; only where {@link lead} was called.
   *
   * @param {number} ticket told when they are durable; 0 when nobody waits
   * @param {readonly import('../core/DiskWrite.js').DiskWrite[]} writes
   */
  write(ticket, writes) {
    this.#commits?.submit(ticket, writes);
  }

  /** Settles when nothing waits to be written. */
  async idle() {
    await this.#commits?.idle();
  }

  /** Writes what still waits, then leads no more. @param {number} waitMs at most */
  async stopLeading(waitMs) {
    const commits = this.#commits;
    await Promise.race([commits?.idle(), new Promise((done) => setTimeout(done, waitMs))]);
    commits?.stop();
  }

  /** Leads no more, at once; what is not on disk is not written. */
  halt() {
    this.#commits?.abort();
  }

  /** The page goes: what is under way may still reach the disk. */
  leave() {
    this.#commits?.stop();
  }

  /** Lets go; nothing that waits is written. */
  close() {
    this.#commits?.stop();
    this.#database.close();
  }

  /**
   * The last entries of a conversation, oldest first, in the order of CLK-4.
   *
   * @param {string} conv
   * @param {number} limit
   * @param {{hlc: bigint, device: string, seq: number}} [before] only older ones
   * @returns {Promise<TranscriptRow[]>}
   */
  async transcript(conv, limit, before) {
    const end = before ? [conv, hlcKey(before.hlc), before.device, before.seq] : [conv, END];
    const range = IDBKeyRange.bound([conv], end, false, true);
    /** @type {TranscriptRow[]} */
    const rows = [];
    let cursor = await this.#database.transaction('transcript').store.index('order').openCursor(range, 'prev');
    for (; cursor && rows.length < limit; cursor = await cursor.continue()) {
      rows.push(cursor.value);
    }
    return rows.reverse();
  }

  /**
   * Walks back through a conversation, newest first.
   *
   * @param {string} conv
   * @param {(row: TranscriptRow) => boolean} visit returns whether to go on
   */
  async walk(conv, visit) {
    const range = IDBKeyRange.bound([conv], [conv, END]);
    let cursor = await this.#database.transaction('transcript').store.index('order').openCursor(range, 'prev');
    while (cursor && visit(cursor.value)) {
      cursor = await cursor.continue();
    }
  }

  /**
   * Own entries, with the bytes as sent; those that are not there are left out.
   *
   * @param {import('../wire/StreamId.js').StreamId} stream
   * @param {readonly [number, number][]} seqs
   */
  entries(stream, seqs) {
    return readEntries(this.#database, stream, seqs);
  }

  /**
   * What `read-again` asks for, ascending.
   *
   * @param {import('../core/CoreEffect.js').ReadAgain} asked
   * @returns {Promise<import('../wire/types.js').Entry[]>}
   */
  async again({ stream: { conv, device, epoch }, target, fromSeq, throughSeq, most }) {
    const of = (/** @type {string[]} */ ...begin) => IDBKeyRange.bound([...begin, fromSeq], [...begin, throughSeq]);
    const refused = await this.#database.getAll('refused', of(conv, target));
    const seqs = new Set(refused.map(({ seq }) => seq));
    const rows = await this.#database.getAll('transcript', of(conv, device, epoch), most + seqs.size);
    return rows
      .filter(({ seq }) => !seqs.has(seq))
      .slice(0, most)
      .map(entryOf);
  }

  /** The own entry of that message id, if there is one; others may have used the id, too. @param {string} id */
  async findOwn(id) {
    const rows = await this.#database.getAllFromIndex('transcript', 'id', id);
    return rows.find(({ by }) => by === 'self');
  }

  /**
   * What is known of the targets of own entries of a conversation.
   *
   * @param {string} conv
   * @param {number} from lowest seq asked about
   */
  async statuses(conv, from) {
    const transaction = this.#database.transaction(['target', 'open', 'refused']);
    const all = IDBKeyRange.bound([conv], [conv, END]);
    const [targets, open, refused] = await Promise.all([
      transaction.objectStore('target').getAll(all),
      transaction.objectStore('open').getAll(all),
      transaction.objectStore('refused').getAll(all),
    ]);
    const recent = (/** @type {{seq: number}} */ { seq }) => seq >= from;
    const { epoch } = await this.#epoch();
    return { epoch, targets, open: open.filter(recent), refused: refused.filter(recent) };
  }

  /** How far other devices' streams of a conversation were read. @param {string} conv */
  cursors(conv) {
    return this.#database.getAll('cursor', IDBKeyRange.bound([conv], [conv, END]));
  }

  /** The newest rows of a conversation, to find its last message and the unread ones. @param {string} conv */
  newest(conv) {
    return this.transcript(conv, UNREAD_ROWS);
  }

  /** Conversations as last told by the server. */
  async rosters() {
    const rows = await this.#database.getAll('roster');
    return rows.filter(({ gone }) => !gone).map(({ roster }) => roster);
  }

  /** The own epoch, and when it was begun. */
  async #epoch() {
    /** @type {{epoch: string, atMs: number, pauseMs?: number} | undefined} */
    const begun = await this.#database.get('meta', 'epoch');
    return { ...NEVER_ANEW, ...(begun ?? { epoch: (await this.identity())?.epoch ?? '' }) };
  }

  /** What was kept until now. @param {number} nowMs @returns {Promise<import('../core/DeviceState.js').DeviceState>} */
  async load(nowMs) {
    const identity = await this.identity();
    if (!identity) {
      throw new Error('there is no device in this database');
    }
    const { account, device } = identity;
    const [streams, cursors, rosters, changes, incarnations, { epoch, ...epochStart }] = await Promise.all([
      this.#database.getAll('stream'),
      this.#database.getAll('cursor'),
      this.rosters(),
      this.#database.get('meta', 'changes-known'),
      this.#database.get('meta', 'incarnations'),
      this.#epoch(),
    ]);
    const spokenIn = new Set([...streams, ...cursors].map(({ conv }) => conv));
    const clock = await readClock(this.#database, device, spokenIn, nowMs);
    const reader = new OutStreamReader(this.#database);
    const out = [];
    for (const { conv, next } of streams) {
      out.push(await reader.read({ conv, device, epoch }, next));
    }
    const begun = cursors.filter(({ seq }) => seq > 0);
    const at = begun.map(({ seq, mark = 0n, read, ...stream }) => ({ stream, seq, mark, readSeq: read }));
    const known = { rosters, changes: changes ?? NO_CHANGES };
    return { account, device, epoch, epochStart, incarnations, clock, ...known, out, in: at };
  }
}
