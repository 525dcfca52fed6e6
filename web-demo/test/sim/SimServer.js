import { Deque } from '../../lib/delivery/Deque.js';
import { SimAnswers } from './SimAnswers.js';
import { SimCustody } from './SimCustody.js';
import { SimDirectory } from './SimDirectory.js';
import { SimIntake, isIn, isSameStream } from './SimIntake.js';
import { READ_AGAIN_MS, SWEEP_MS } from './SimScenario.js';
import { SimSession } from './SimSession.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Roster} Roster */
/** @typedef {import('../../lib/wire/types.js').ServerFrame} ServerFrame */
/** @typedef {import('./SimStore.js').Row} Row */

/**
 * What is asked of the store; done one at a time, in order.
 *
 * @typedef {{ op: 'commit', rows: Row[] }
 *   | { op: 'delete', stream: StreamId, target: string, throughSeq: number, mark: bigint, lower: boolean }
 *   | { op: 'cancel', stream: StreamId, target: string, throughSeq: number }
 *   | { op: 'page', session: SimSession }
 *   | { op: 'ask', session: SimSession, ref: number, streams: StreamId[] }} DiskOp
 */

/**
 * One node, as a plain model of what docs/protocol.md asks of it: it forwards to who is connected, takes custody after a
 * grace period, stores for who is away, drains on connect, answers with receipts. Its store works with a delay.
 */
export class SimServer {
  store;
  directory = new SimDirectory();
  /** @type {Map<string, SimSession>} */
  #sessions = new Map();
  /** @type {Deque<DiskOp>} */
  #disk = new Deque();
  /** @type {Deque<DiskOp>} done as soon as the store is back, before anything else */
  #owed = new Deque();
  #world;
  #limits;
  #checker;
  #custody;
  #answers;
  #intake;
  #up = true;
  #life = 0;
  #nextSession = 0;
  #diskBusy = false;
  #storeDown = false;
  #calm = false;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimScenario.js').ServerLimits} limits
   * @param {import('./SimStore.js').SimStore} store
   * @param {import('./SimChecker.js').SimChecker} checker
   */
  constructor(world, limits, store, checker) {
    this.#world = world;
    this.#limits = limits;
    this.#checker = checker;
    this.store = store;
    this.#answers = new SimAnswers(this.#sessions, checker);
    this.#custody = new SimCustody(world, limits, this.#sessions, (rows) => this.#commitLater(rows));
    this.#intake = new SimIntake(world, this.#answers, this.#custody);
    this.#sweepLater();
  }

  up() {
    return this.#up;
  }

  /**
   * Who is in a conversation from now on: everybody concerned who is connected is told.
   *
   * @param {string} conv @param {Map<string, string[]>} devicesByAccount
   */
  setMembers(conv, devicesByAccount) {
    const before = this.directory.roster(conv);
    const roster = this.directory.setMembers(conv, devicesByAccount);
    this.#tell(roster, before);
    return roster;
  }

  /** A device is signed out, and its session ends; or it signs in again. @param {string} device @param {boolean} out */
  signOut(device, out) {
    if (out) {
      this.disconnected(device, this.#sessions.get(device)?.number ?? 0);
    }
    this.directory.signOut(device, out).forEach((roster) => this.#tell(roster, roster));
  }

  /** @param {Roster} roster @param {Roster | undefined} before */
  #tell(roster, before) {
    for (const [device, session] of this.#sessions) {
      if (isIn(roster, device)) {
        session.send(roster);
      } else if (isIn(before, device)) {
        session.send({ type: 'gone', conv: roster.conv });
      }
    }
  }

  /** What an operator can put back: everything that is on disk. */
  backup() {
    return { store: this.store.backup(), directory: this.directory.copy() };
  }

  /** Everything is as it was, roster versions too; the node must be down. @param {ReturnType<SimServer['backup']>} backup */
  restore(backup) {
    this.store.restore(backup.store);
    this.directory.become(backup.directory);
  }

  /** @param {boolean} down */
  storeDown(down) {
    this.#storeDown = down;
    for (let op = down ? null : this.#owed.poll(); op !== null; op = this.#owed.poll()) {
      this.#apply(op);
    }
  }

  /**
   * Takes a connection; returns its session number.
   *
   * @param {string} device @param {import('./SimPipe.js').SimPipe<ServerFrame>} pipe
   */
  connect(device, pipe) {
    this.disconnected(device, this.#sessions.get(device)?.number ?? 0);
    const session = new SimSession(device, ++this.#nextSession, pipe, this.#limits);
    this.#sessions.set(device, session);
    this.directory.rostersOf(device).forEach((roster) => session.send(roster));
    this.#drain(session);
    return session.number;
  }

  /** What was forwarded and not acked is committed at once. @param {string} device @param {number} number */
  disconnected(device, number) {
    if (this.#sessions.get(device)?.number === number) {
      this.#sessions.delete(device);
      this.#commitLater(this.#custody.takeAll(device));
    }
  }

  /** @param {string} device @param {boolean} writable */
  writable(device, writable) {
    const session = this.#sessions.get(device);
    if (session !== undefined) {
      session.writable = writable;
      this.#drain(session);
    }
  }

  /**
   * Takes a frame of a session, be it over or not.
   *
   * @param {string} device @param {number} number @param {import('../../lib/wire/types.js').ClientFrame} frame
   */
  frame(device, number, frame) {
    const session = this.#sessions.get(device);
    if (session?.number !== number) {
      return;
    }
    switch (frame.type) {
      case 'post':
        this.#intake.post(session, frame, this.directory.roster(frame.conv));
        break;
      case 'ack':
        this.#ack(session, frame);
        break;
      case 'have':
        frame.in.forEach((position) => this.#ack(session, position));
        if (frame.out.length > 0) {
          this.#later({ op: 'ask', session, ref: 0, streams: frame.out });
        }
        break;
      case 'cancel': {
        const { conv, epoch, target, through, ref } = frame;
        const stream = { conv, device, epoch };
        this.#custody.takeThrough(stream, target, through);
        session.window.answeredThrough(stream, target, through);
        this.#later({ op: 'cancel', stream, target, throughSeq: through });
        this.#later({ op: 'ask', session, ref, streams: [stream] });
        break;
      }
      default:
        throw new Error(`unexpected ${frame.type}`);
    }
  }

  /** @param {SimSession} session @param {import('../../lib/wire/types.js').StreamPosition} position */
  #ack(session, position) {
    const { conv, device, epoch, cursor, mark, held } = position;
    const stream = { conv, device, epoch };
    const roster = this.directory.roster(conv);
    const together = isIn(roster, session.device) && isIn(roster, device);
    if (device === session.device || (!together && !session.sentSome(stream))) {
      const refusal = /** @type {const} */ ({ ref: 0, code: 'not-a-member', target: session.device, retryAfterMs: 0 });
      this.#answers.refuse(session, { ...refusal, stream, seqs: [] });
      return;
    }
    this.#custody.takeThrough(stream, session.device, cursor);
    session.acked(stream, cursor, held);
    const last = this.#disk.size() > 1 ? this.#disk.last() : undefined;
    const lower = held.length > 0; // what is held above tells a device that went back from a position that is late
    const target = session.device;
    if (last?.op === 'delete' && !last.lower && !lower && last.target === target && isSameStream(last.stream, stream)) {
      if (cursor > last.throughSeq) {
        last.throughSeq = cursor;
        last.mark = mark;
      }
    } else {
      this.#later({ op: 'delete', stream, target, throughSeq: cursor, mark, lower });
    }
    const sender = this.#sessions.get(device);
    if (sender !== undefined) {
      this.#answers.receipt(sender, stream, session.device, { delivered: cursor, mark, held, stored: [] });
    }
    this.#drain(session);
  }

  /** Reads on when the device may get more. @param {SimSession} session */
  #drain(session) {
    if (session.wantsPage()) {
      session.reading = true;
      this.#later({ op: 'page', session });
    }
  }

  /** @param {Row[]} rows */
  #commitLater(rows) {
    if (rows.length === 0) {
      return;
    }
    const last = this.#disk.size() > 1 ? this.#disk.last() : undefined;
    if (last?.op === 'commit') {
      last.rows.push(...rows);
    } else {
      this.#later({ op: 'commit', rows });
    }
  }

  /** @param {DiskOp} op */
  #later(op) {
    this.#disk.add(op);
    this.#startDisk();
  }

  #startDisk() {
    if (this.#diskBusy || this.#disk.isEmpty()) {
      return;
    }
    this.#diskBusy = true;
    this.#inThisLife(this.#world.pick(1, 8), () => {
      this.#diskBusy = false;
      this.#apply(/** @type {DiskOp} */ (this.#disk.poll()));
      this.#startDisk();
    });
  }

  /** @param {DiskOp} op */
  #apply(op) {
    switch (op.op) {
      case 'commit':
        this.#committed(op.rows);
        break;
      case 'delete':
        if (this.#storeDown) {
          this.#owed.add(op);
        } else {
          this.#checker.deleted(op.stream, op.target, op.throughSeq);
          this.store.deleteThrough(op.stream, op.target, op.throughSeq, op.mark, op.lower);
        }
        break;
      case 'cancel':
        if (this.#storeDown) {
          this.#owed.add(op);
        } else {
          this.store.cancel(op.stream, op.target, op.throughSeq);
        }
        break;
      case 'ask':
        if (this.#storeDown) {
          this.#owed.add(op);
        } else {
          op.streams.forEach((stream) => this.#answers.tell(op.session, op.ref, stream, this.store.positions(stream)));
        }
        break;
      case 'page':
        this.#page(op.session);
        break;
    }
  }

  /** @param {Row[]} rows */
  #committed(rows) {
    /** @type {{ row: Row, outcome: import('./SimStore.js').Outcome | 'unavailable' }[]} */
    const done = rows.map((row) => ({ row, outcome: this.#storeDown ? 'unavailable' : this.#commit(row) }));
    for (const [session, streams] of this.#answers.committed(done)) {
      this.#later({ op: 'ask', session, ref: 0, streams });
    }
    for (const target of new Set(rows.map((row) => row.target))) {
      const session = this.#sessions.get(target);
      if (session !== undefined) {
        session.live = false;
        this.#drain(session);
      }
    }
  }

  /** @param {Row} row */
  #commit(row) {
    const outcome = this.store.commit(row);
    if (outcome === 'stored') {
      this.#checker.storeCommitted(row.stream, row.target, row.entry.seq);
    }
    return outcome;
  }

  /** @param {SimSession} session */
  #page(session) {
    session.reading = false;
    if (this.#sessions.get(session.device) !== session) {
      return;
    }
    if (this.#storeDown) {
      this.#inThisLife(READ_AGAIN_MS, () => this.#drain(session));
      return;
    }
    const page = this.store.page(session.device, session.position, session.pageEntries());
    session.sendStored(page, this.#world.nowMs());
    if (page.length === 0) {
      session.drained();
    } else {
      this.#drain(session);
    }
  }

  /** All is well, and nothing expires any more: that would hide what cannot be handed over. */
  calmDown() {
    this.#calm = true;
    this.storeDown(false);
    this.restart();
  }

  /** Kill -9: everything in memory and every unsynced write is gone. */
  crash() {
    this.#world.counts.add('serverCrashes');
    this.#world.trace('server', 'crash');
    const half = this.#disk.first();
    if (this.#up && this.#diskBusy && half?.op === 'commit' && !this.#storeDown && this.#world.chance(50)) {
      half.rows.forEach((row) => this.#commit(row));
    }
    this.#up = false;
    this.#life++;
    this.#disk.clear();
    this.#owed.clear();
    this.#diskBusy = false;
    this.#custody.clear();
    for (const session of this.#sessions.values()) {
      session.pipe.cut();
    }
    this.#sessions.clear();
  }

  restart() {
    if (!this.#up) {
      this.#up = true;
      this.#world.trace('server', 'restart');
      this.#sweepLater();
    }
  }

  #sweepLater() {
    this.#inThisLife(SWEEP_MS, () => {
      const nowMs = this.#world.nowMs();
      const expired = this.#storeDown || this.#calm ? [] : this.store.expire(nowMs - this.#limits.expiryMs);
      for (const { stream, target, seqs } of expired) {
        this.#answers.expired(stream, target, seqs);
      }
      for (const session of this.#sessions.values()) {
        session.sendAgain(this.store, nowMs);
        this.#drain(session);
      }
      this.#sweepLater();
    });
  }

  /** @param {number} delayMs @param {() => void} action */
  #inThisLife(delayMs, action) {
    const mine = this.#life;
    this.#world.after(delayMs, () => {
      if (this.#up && this.#life === mine) {
        action();
      }
    });
  }
}
