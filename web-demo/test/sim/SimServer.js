import { requestBox } from '../../lib/wire/RequestBox.js';
import { SimAnswers } from './SimAnswers.js';
import { SimCustody } from './SimCustody.js';
import { SimDirectory } from './SimDirectory.js';
import { SimIntake, isIn } from './SimIntake.js';
import { name } from './SimIds.js';
import { READ_AGAIN_MS, SWEEP_MS } from './SimScenario.js';
import { SimSession } from './SimSession.js';
import { SimStoreWorker } from './SimStoreWorker.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Roster} Roster */
/** @typedef {import('../../lib/wire/types.js').ServerFrame} ServerFrame */
/** @typedef {import('./SimStore.js').Row} Row */

/**
 * One node, as a plain model of what docs/protocol.md asks of it: it forwards to who is connected, takes custody after a
 * grace period, stores for who is away, drains on connect, answers with receipts. Its store works with a delay.
 */
export class SimServer {
  store;
  directory;
  /** @type {Map<string, SimSession>} */
  #sessions = new Map();
  #world;
  #limits;
  #custody;
  #answers;
  #intake;
  #checker;
  #worker;
  #up = true;
  #upSinceMs = 0;
  #life = 0;
  #nextSession = 0;
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
    this.store = store;
    this.#checker = checker;
    this.directory = new SimDirectory(world);
    this.#answers = new SimAnswers(this.#sessions, checker);
    this.#custody = new SimCustody(world, limits, this.#sessions, (rows) => this.#worker.commit(rows));
    this.#intake = new SimIntake(world, this.#answers, this.#custody);
    this.#worker = new SimStoreWorker(world, store, checker, {
      committed: (done) => this.#committed(done),
      page: (session) => this.#page(session),
      positions: (session, ref, stream) => this.#answers.tell(session, ref, stream, store.positions(stream)),
    });
    this.#sweepLater();
  }

  up() {
    return this.#up;
  }

  /** Since when the node is up; `Infinity` when it is down. */
  upSinceMs() {
    return this.#up ? this.#upSinceMs : Infinity;
  }

  /**
   * Who is in a conversation from now on: everybody concerned who is connected is told.
   *
   * @param {string} conv @param {Map<string, string[]>} devicesByAccount
   */
  setMembers(conv, devicesByAccount) {
    const sawIt = this.#sawIt(conv);
    this.#tell(this.directory.setMembers(conv, devicesByAccount), sawIt);
  }

  /**
   * An account is asked, before anybody is in the conversation.
   *
   * @param {string} conv @param {string} account @param {string[]} devices
   */
  ask(conv, account, devices) {
    this.directory.ask(conv, account, devices);
    this.#checker.ask(conv, account, devices);
  }

  /**
   * It accepts, perhaps on another node: what waited is with its devices in that moment.
   *
   * @param {string} conv @param {string} account @param {string[]} devices
   */
  accept(conv, account, devices) {
    const sawIt = this.#sawIt(conv);
    if (!this.directory.accept(conv, account)) {
      return;
    }
    this.#world.counts.add('accepted');
    this.#world.trace('world', `${name(account)} accepts`);
    for (const { stream, target, entry } of this.store.close(requestBox(conv, account), devices)) {
      this.#checker.storeCommitted(stream, target, entry);
    }
    const members = new Map(this.directory.roster(conv)?.members.map((member) => [member.account, member.devices]));
    if ((members.get(account) ?? []).length > 0) {
      members.set(account, devices);
    }
    this.#tell(this.directory.setMembers(conv, members), sawIt);
    devices.forEach((device) => this.#readAgain(device));
  }

  /** Who is connected and sees a conversation. @param {string} conv */
  #sawIt(conv) {
    return new Set([...this.#sessions.keys()].filter((device) => this.directory.frameFor(conv, device) !== undefined));
  }

  /** A device is signed out, and its session ends; or it signs in again. @param {string} device @param {boolean} out */
  signOut(device, out) {
    if (out) {
      this.disconnected(device, this.#sessions.get(device)?.number ?? 0);
    }
    this.directory.signOut(device, out, this.#world.nowMs()).forEach((roster) => this.#tell(roster, new Set()));
  }

  /** Somebody is called otherwise, which is told apart from rosters. @param {string} account @param {string} displayName */
  rename(account, displayName) {
    const { name, seenBy } = this.directory.rename(account, displayName);
    for (const [device, session] of this.#sessions) {
      if (seenBy.has(device)) {
        session.send(name);
      }
    }
  }

  /** @param {Roster} roster @param {Set<string>} sawIt who saw it before */
  #tell({ conv, version }, sawIt) {
    for (const [device, session] of this.#sessions) {
      const roster = this.directory.frameFor(conv, device);
      if (roster !== undefined) {
        session.send(roster);
      } else if (sawIt.has(device)) {
        session.send({ type: 'gone', conv, version });
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
    this.#worker.down(down);
  }

  /**
   * Takes a connection; returns its session number.
   *
   * @param {string} device
   * @param {import('../../lib/core/KnownChanges.js').KnownChanges} known what it says of its conversations
   * @param {import('./SimPipe.js').SimPipe<ServerFrame>} pipe
   * @param {() => void} takenOver ends it when there is another one of the same device
   */
  connect(device, known, pipe, takenOver) {
    const before = this.#sessions.get(device);
    this.disconnected(device, before?.number ?? 0);
    before?.takenOver();
    const session = new SimSession(device, ++this.#nextSession, pipe, this.#limits);
    session.takenOver = takenOver;
    this.#sessions.set(device, session);
    this.directory.tell(device, known).forEach((frame) => session.send(frame));
    this.#drain(session);
    return session.number;
  }

  /** What was forwarded and not acked is committed at once. @param {string} device @param {number} number */
  disconnected(device, number) {
    if (this.#sessions.get(device)?.number === number) {
      this.#sessions.delete(device);
      this.#worker.commit(this.#custody.takeAll(device));
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
    this.directory.starts.speaks(device);
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
          this.#worker.add({ op: 'ask', session, ref: 0, streams: frame.out });
        }
        break;
      case 'cancel': {
        const { conv, epoch, target, through, ref } = frame;
        const stream = { conv, device, epoch };
        this.#custody.takeThrough(stream, target, through);
        session.window.answeredThrough(stream, target, through);
        this.#worker.add({ op: 'cancel', stream, target, throughSeq: through });
        this.#worker.add({ op: 'ask', session, ref, streams: [stream] });
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
    const lower = held.length > 0; // what is held above tells a device that went back from a position that is late
    this.#worker.delete({ op: 'delete', stream, target: session.device, throughSeq: cursor, mark, lower });
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
      this.#worker.add({ op: 'page', session });
    }
  }

  /** @param {{ row: Row, outcome: import('./SimStoreWorker.js').Outcome }[]} done */
  #committed(done) {
    for (const [session, streams] of this.#answers.committed(done)) {
      this.#worker.add({ op: 'ask', session, ref: 0, streams });
    }
    new Set(done.map(({ row }) => row.target)).forEach((target) => this.#readAgain(target));
  }

  /** There are rows in the queue of a device that its session, if it has one, has not read. @param {string} device */
  #readAgain(device) {
    const session = this.#sessions.get(device);
    if (session !== undefined) {
      session.live = false;
      this.#drain(session);
    }
  }

  /** @param {SimSession} session */
  #page(session) {
    session.reading = false;
    if (this.#sessions.get(session.device) !== session) {
      return;
    }
    if (this.#worker.isDown()) {
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
    this.#worker.crash();
    this.#up = false;
    this.#life++;
    this.#custody.clear();
    for (const session of this.#sessions.values()) {
      session.pipe.cut();
    }
    this.#sessions.clear();
  }

  restart() {
    if (!this.#up) {
      this.#up = true;
      this.#upSinceMs = this.#world.nowMs();
      this.#world.trace('server', 'restart');
      this.#sweepLater();
    }
  }

  #sweepLater() {
    this.#inThisLife(SWEEP_MS, () => {
      const nowMs = this.#world.nowMs();
      const expired = this.#worker.isDown() || this.#calm ? [] : this.store.expire(nowMs - this.#limits.expiryMs);
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
