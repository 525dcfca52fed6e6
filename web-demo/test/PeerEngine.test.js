import assert from 'node:assert/strict';
import { setImmediate as turnOver } from 'node:timers/promises';
import { test } from 'node:test';
import { coreSettings } from '../lib/core/CoreSettings.js';
import { DeviceData } from '../lib/drivers/DeviceData.js';
import { LinkInputs } from '../lib/LinkInputs.js';
import { PeerEngine } from '../lib/PeerEngine.js';
import { utf8 } from '../lib/wire/Bytes.js';
import { conversation, device, member, message, roster, welcome } from './core/people.js';
import { FakeDatabase } from './drivers/FakeDatabase.js';
import { FIRST_EPOCH, leadNewDevice } from './drivers/LeadingData.js';

const CONV = conversation(1);
const SELF = device(1);
const SAID = 300;

/** @typedef {import('../lib/Peer.js').PeerEvent} PeerEvent */

class Data extends DeviceData {
  /** All that were read. @type {Set<string>} */
  epochs = new Set();

  /** @type {number[]} */
  serverAheadMs = [];

  /** @param {number} nowMs */
  async load(nowMs) {
    const state = await super.load(nowMs);
    this.epochs.add(state.epoch);
    this.serverAheadMs.push(state.clock.serverAheadMs);
    return state;
  }
}

/** Refuses once to be read when the epoch has changed. */
class UnreadableOnce extends Data {
  #refused = false;

  /** @param {number} nowMs */
  async load(nowMs) {
    const state = await super.load(nowMs);
    if (this.epochs.size > 1 && !this.#refused) {
      this.#refused = true;
      throw new Error('cannot be read now');
    }
    return state;
  }
}

/** A peer whose core is over, since its past is not its own (DLV-22), on a database in memory, without a link. */
class Peer {
  database = new FakeDatabase();
  /** @type {PeerEvent[]} */
  events = [];
  /** @type {PeerEngine | undefined} */
  engine;

  /** @param {Data} data of a device that leads @param {import('../lib/drivers/Timers.js').Timers} timers */
  async begin(data, timers) {
    const state = await data.load(1);
    const tell = (/** @type {PeerEvent} */ event) => this.events.push(event);
    const clock = /** @type {any} */ ({ nowMs: () => 1 });
    this.engine = new PeerEngine({ state, settings: coreSettings(8), data, timers, clock, tell });
  }

  async untilTheNewEpoch() {
    while (!this.events.some(({ event }) => event === 'epoch-begun')) {
      await turnOver();
    }
  }

  /** Until the new epoch has begun. @param {(core: import('../lib/core/DeviceCore.js').DeviceCore) => void} input */
  async during(input) {
    this.engine?.turn(input);
    await this.untilTheNewEpoch();
    this.engine?.halt();
  }
}

/** The server has met this device under an incarnation that it does not know. */
const WELCOME_TO_A_COPY = welcome(1, 1, '99');

/** @param {typeof Data} kind */
async function begin(kind = Data) {
  const peer = new Peer();
  const timers = /** @type {any} */ ({
    after: (/** @type {number} */ _, /** @type {() => void} */ then) => (setImmediate(then), () => {}),
  });
  const data = await leadNewDevice({
    kind,
    database: peer.database,
    timers,
    listener: { handleDurable: (through, known) => peer.engine?.handleDurable(through, known) },
    rosters: [roster(CONV, 1, [member(1, [SELF]), member(2, [device(2)])])],
  });
  await peer.begin(data, timers);
  return { peer, data };
}

test('what is on its way to the disk when an epoch begins is told', { timeout: 60_000 }, async () => {
  const { peer } = await begin();
  const entry = { seq: 1, id: message(1), hlc: 1n, body: utf8('of grace'), after: 0 };
  const stream = { conv: CONV, device: device(2), epoch: '9' };
  await peer.during((core) => {
    core.handleServerFrame({ type: 'entries', ...stream, stored: false, entries: [entry] }, 1);
    core.handleLinkUp(WELCOME_TO_A_COPY, 1);
  });
  const arrived = peer.events.flatMap((event) => (event.event === 'message-arrived' ? [event.entry.id] : []));
  assert.deepEqual(arrived, [message(1)]);
});

test('what is said in the turn that ends a core is numbered anew, too', { timeout: 60_000 }, async () => {
  const { peer, data } = await begin();
  await peer.during((core) => {
    core.handleLinkUp(WELCOME_TO_A_COPY, 1);
    for (let i = 0; i < SAID; i++) {
      core.handleSend(CONV, message(i), utf8('x'), 1);
    }
  });
  const said = peer.events.filter(({ event }) => event === 'sent-here');
  assert.equal(said.length, SAID);
  const { out, epoch } = await data.load(1);
  assert.notEqual(epoch, FIRST_EPOCH);
  assert.equal(out[0].entries.length, SAID);
});

test('a disk that cannot be read or written is asked again, and one epoch begins', { timeout: 60_000 }, async () => {
  const { peer, data } = await begin(UnreadableOnce);
  peer.database.unread = 3;
  peer.database.refusals = 2;
  await peer.during((core) => core.handleLinkUp(WELCOME_TO_A_COPY, 1));
  const { epoch } = await data.load(1);
  assert.deepEqual([...data.epochs], [FIRST_EPOCH, epoch]);
});

test('the start that showed another past is known with the new epoch', { timeout: 60_000 }, async () => {
  const { peer, data } = await begin();
  const { incarnations: before } = await data.load(1);
  await peer.during((core) => core.handleLinkUp(WELCOME_TO_A_COPY, 1));
  const { incarnations } = await data.load(1);
  assert.deepEqual(incarnations, [...before, '99']);
});

test('nothing is taken in a session that told what was before the new epoch', { timeout: 60_000 }, async () => {
  const { peer, data } = await begin();
  const entry = { seq: 1, id: message(1), hlc: 1n, body: utf8('of grace'), after: 0 };
  const stream = { conv: CONV, device: device(2), epoch: '9' };
  const session = new LinkInputs(/** @type {PeerEngine} */ (peer.engine), data);
  session.handleLinkUp(WELCOME_TO_A_COPY);
  session.handleServerFrame({ type: 'entries', ...stream, stored: false, entries: [entry] });
  await peer.untilTheNewEpoch();
  await data.idle();
  await turnOver();
  peer.engine?.halt();
  assert.deepEqual(
    peer.events.map(({ event }) => event),
    ['epoch-begun'],
  );
});

test("an epoch that a welcome begins goes on by the server's time", { timeout: 60_000 }, async () => {
  const { peer, data } = await begin();
  const session = new LinkInputs(/** @type {PeerEngine} */ (peer.engine), data);
  session.handleLinkUp(WELCOME_TO_A_COPY);
  await peer.untilTheNewEpoch();
  peer.engine?.halt();
  const { 0: first, length, [length - 1]: last } = data.serverAheadMs;
  assert.deepEqual([first === 0, last === 0], [true, false]);
});
