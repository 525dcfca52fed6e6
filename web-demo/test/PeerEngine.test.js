import assert from 'node:assert/strict';
import { setImmediate as turnOver } from 'node:timers/promises';
import { test } from 'node:test';
import { coreSettings } from '../lib/core/CoreSettings.js';
import { DeviceData } from '../lib/drivers/DeviceData.js';
import { PeerEngine } from '../lib/PeerEngine.js';
import { utf8 } from '../lib/wire/Bytes.js';
import { account, conversation, device, member, message, roster } from './core/people.js';
import { FakeDatabase } from './drivers/FakeDatabase.js';

const CONV = conversation(1);
const SELF = device(1);
const SAID = 300;

/** @typedef {import('../lib/Peer.js').PeerEvent} PeerEvent */

class Data extends DeviceData {
  /** All that were read. @type {Set<string>} */
  epochs = new Set();

  /** @param {number} nowMs */
  async load(nowMs) {
    const state = await super.load(nowMs);
    this.epochs.add(state.epoch);
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
  data;
  /** @type {PeerEvent[]} */
  events = [];
  /** @type {PeerEngine | undefined} */
  engine;

  /** @param {typeof Data} kind */
  constructor(kind = Data) {
    this.data = new kind(this.database.asDatabase());
  }

  async begin() {
    const timers = /** @type {any} */ ({
      after: (/** @type {number} */ _, /** @type {() => void} */ then) => (setImmediate(then), () => {}),
    });
    const clock = /** @type {any} */ ({ nowMs: () => 1 });
    await this.data.create({ account: account(1), device: SELF, handle: 'ada', server: 'http://node', epoch: '7' });
    const listener = {
      handleDurable: (/** @type {number} */ through, /** @type {any} */ known) =>
        this.engine?.handleDurable(through, known),
      handleTrouble: () => {},
      handleTakenOver: () => {},
    };
    await this.data.lead('a tab', timers, listener, 1);
    this.data.write(0, [
      { write: 'roster-kept', roster: roster(CONV, 1, [member(1, [SELF]), member(2, [device(2)])]) },
    ]);
    await this.data.idle();
    const state = await this.data.load(1);
    const tell = (/** @type {PeerEvent} */ event) => this.events.push(event);
    this.engine = new PeerEngine({ state, settings: coreSettings(8), data: this.data, timers, clock, tell });
    return this;
  }

  /** Until the new epoch has begun. @param {(core: import('../lib/core/DeviceCore.js').DeviceCore) => void} input */
  async during(input) {
    this.engine?.turn(input);
    while (this.events.at(-1)?.event !== 'epoch-begun') {
      await turnOver();
    }
    this.engine?.halt();
  }
}

/** The server has met this device under an incarnation that it does not know. */
const WELCOME_TO_A_COPY = /** @type {import('../lib/wire/types.js').Welcome} */ ({
  type: 'welcome',
  session: message(5),
  account: account(1),
  serverTimeMs: 1,
  tokenExpiresAtMs: 600_000,
  pingIntervalMs: 10_000,
  windowEntries: 512,
  windowBytes: 1 << 20,
  lastIncarnation: '99',
});

test('what is on its way to the disk when an epoch begins is told', { timeout: 60_000 }, async () => {
  const peer = await new Peer().begin();
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
  const peer = await new Peer().begin();
  await peer.during((core) => {
    core.handleLinkUp(WELCOME_TO_A_COPY, 1);
    for (let i = 0; i < SAID; i++) {
      core.handleSend(CONV, message(i), utf8('x'), 1);
    }
  });
  const said = peer.events.filter(({ event }) => event === 'sent-here');
  assert.equal(said.length, SAID);
  const { out, epoch } = await peer.data.load(1);
  assert.notEqual(epoch, '7');
  assert.equal(out[0].entries.length, SAID);
});

test('a disk that cannot be read or written is asked again, and one epoch begins', { timeout: 60_000 }, async () => {
  const peer = await new Peer(UnreadableOnce).begin();
  peer.database.unread = 3;
  peer.database.refusals = 2;
  await peer.during((core) => core.handleLinkUp(WELCOME_TO_A_COPY, 1));
  const { epoch } = await peer.data.load(1);
  assert.deepEqual([...peer.data.epochs], ['7', epoch]);
});
