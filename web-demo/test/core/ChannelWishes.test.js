import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChannelWishes, PLACE_HELD_MS } from '../../lib/core/ChannelWishes.js';
import { coreSettings } from '../../lib/core/CoreSettings.js';
import { DeviceCore } from '../../lib/core/DeviceCore.js';
import { emptyState } from '../../lib/core/DeviceState.js';
import { Effects } from '../../lib/core/Effects.js';
import { NO_CHANGES } from '../../lib/core/KnownChanges.js';
import { Rosters } from '../../lib/core/Rosters.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { Random } from '../Random.js';
import { account, conversation, device, member, message, roster } from './people.js';

const HELD_MS = PLACE_HELD_MS;

/** Person 0's device, which has a conversation with each of some people, all of them there. */
class World {
  /** @type {Set<string>} */
  open = new Set();
  /** @type {string[]} */
  finished = [];
  /** @type {Map<string, string>} */
  wanted = new Map();
  changes = 0;
  effects = new Effects();
  rosters = new Rosters(account(0), device(0), NO_CHANGES);

  /** @param {number} most @param {number} people */
  constructor(most, people) {
    this.most = most;
    this.wishes = new ChannelWishes({
      rosters: this.rosters,
      effects: this.effects,
      most,
      hasChannel: (to) => this.open.has(to),
      finish: (to) => this.finished.push(to),
    });
    for (let n = 1; n <= people; n++) {
      this.meet(conversation(n), n, [device(n)]);
    }
  }

  /** A conversation with that person, who is there. @param {string} conv @param {number} n @param {string[]} devices */
  meet(conv, n, devices) {
    this.rosters.put(with0(conv, n, devices));
    this.wishes.handlePresence(account(n), true, 0);
    this.wishes.handleChange(0);
    this.drain();
  }

  /** @param {number} n @param {number} nowMs */
  said(n, nowMs) {
    this.wishes.handleActivity(conversation(n), nowMs);
    this.drain();
  }

  /** Whatever is not wanted any more is closed. */
  drain() {
    for (let effect = this.effects.poll(); effect !== null; effect = this.effects.poll()) {
      if (effect.effect === 'want-channels') {
        const { wanted } = effect;
        assert.ok(wanted.size <= this.most);
        this.wanted = wanted;
        this.changes++;
        this.open.forEach((to) => wanted.has(to) || this.open.delete(to));
      }
    }
  }

  openAll() {
    this.open = new Set(this.wanted.keys());
  }

  /** @param {number[]} expected */
  assertWanted(...expected) {
    assert.deepEqual([...this.wanted.keys()].sort(), expected.map(device));
  }
}

/** @param {string} conv @param {number} n @param {string[]} devices */
function with0(conv, n, devices) {
  return roster(conv, 1, [member(0, [device(0)]), member(n, devices)]);
}

test('who is online is wanted and who goes offline no longer', () => {
  const world = new World(8, 1);
  assert.deepEqual([...world.wanted], [[device(1), conversation(1)]]);
  world.wishes.handlePresence(account(1), false, 0);
  world.drain();
  world.assertWanted();
});

test('who is gone when the server comes back is no longer wanted', () => {
  const world = new World(8, 1);
  world.wishes.handleLinkDown();
  world.wishes.handleChange(0);
  world.drain();
  assert.equal(world.changes, 1, 'nothing new while nothing is known');
  world.wishes.handlePresence(account(1), false, 0);
  world.drain();
  world.assertWanted();
});

test('an open channel stays though its peer has lost the server, until it closes', () => {
  const world = new World(8, 1);
  world.openAll();
  world.wishes.handlePresence(account(1), false, 0);
  world.drain();
  world.assertWanted(1);
  world.open.clear();
  world.wishes.handleChange(0);
  world.drain();
  world.assertWanted();
});

test('the open channel of who is no longer wanted is finished', () => {
  const world = new World(8, 1);
  world.openAll();
  world.wishes.handleClosing(0);
  world.drain();
  world.assertWanted();
  assert.deepEqual(world.finished, [device(1)]);
  world.wishes.handlePresence(account(1), false, 0);
  world.wishes.handlePresence(account(1), true, 0);
  world.drain();
  world.assertWanted();
});

test('an open channel keeps its place while its conversation is not idle', () => {
  const world = new World(2, 3);
  world.said(1, 0);
  world.said(2, 0);
  world.openAll();
  for (let nowMs = 1; nowMs < 4 * HELD_MS; nowMs += 1_000) {
    world.said(3, nowMs);
    world.said(1, nowMs);
    world.said(2, nowMs);
  }
  world.assertWanted(1, 2);
  assert.deepEqual(world.finished, []);
});

test('the idlest channel gives its place to a conversation that is active', () => {
  const world = new World(2, 4);
  world.said(1, 0);
  world.said(2, 1_000);
  world.openAll();
  world.said(3, HELD_MS - 1);
  world.assertWanted(1, 2);
  world.said(3, 2 * HELD_MS);
  world.assertWanted(2, 3);
  assert.deepEqual(world.finished, [device(1)]);
  world.said(1, 2 * HELD_MS + 1);
  world.assertWanted(1, 3);
  world.said(2, 2 * HELD_MS + 2);
  world.assertWanted(1, 3);
});

test('a place that nobody has used yet goes to the first conversation that is active', () => {
  const world = new World(2, 3);
  world.assertWanted(1, 2);
  world.said(3, 5);
  assert.equal(world.wanted.size, 2);
  assert.ok(world.wanted.has(device(3)));
});

test('the conversation that a device is signalled in stays the same', () => {
  const world = new World(2, 1);
  world.meet(conversation(99), 1, [device(1)]);
  world.said(1, 0);
  const before = world.changes;
  for (let i = 0; i < 10; i++) {
    world.said(99, i);
    world.said(1, i);
  }
  assert.equal(world.changes, before);
});

test('a device that is not reached gives way until it is heard of', () => {
  const [tablet, phone] = [50, 51];
  const world = new World(2, 1);
  world.meet(conversation(2), 2, [device(tablet), device(phone)]);
  world.said(2, 0);
  world.assertWanted(tablet, phone);
  world.wishes.handleUnreachable(device(tablet), 1);
  world.drain();
  world.assertWanted(1, phone);
  world.said(2, 2);
  world.assertWanted(1, phone);
  world.wishes.handleReachable(device(tablet), 3);
  world.said(2, 4);
  world.assertWanted(tablet, phone);
});

test('a device that is not reached is still tried when nobody else needs its place', () => {
  const world = new World(2, 2);
  world.wishes.handleUnreachable(device(1), 1);
  world.drain();
  world.assertWanted(1, 2);
});

test('a message from a device that is connected tells that it is reached', () => {
  const core = new DeviceCore(emptyState(account(0), device(0), '1'), coreSettings(1), 0);
  for (const n of [1, 2]) {
    core.handleServerFrame(with0(conversation(n), n, [device(n)]), 0);
    core.handleServerFrame({ type: 'presence', account: account(n), state: 'online', lastSeenMs: 0 }, 0);
  }
  assert.deepEqual(lastWish(core), [device(1)]);
  const refusal = { ref: 0, message: '', target: device(1), seqs: [], retryAfterMs: 0 };
  core.handleServerFrame({ type: 'refused', code: 'not-reachable', ...refusal }, 1);
  assert.deepEqual(lastWish(core), [device(2)]);
  const stream = { conv: conversation(1), device: device(1), epoch: '1' };
  const entry = { seq: 1, id: message(1), hlc: 1n, body: utf8('here I am'), after: 0 };
  core.handleServerFrame({ type: 'entries', ...stream, stored: false, entries: [entry] }, 2);
  assert.deepEqual(lastWish(core), [device(1)]);
});

/** @param {DeviceCore} core */
function lastWish(core) {
  /** @type {string[]} */
  let last = [];
  for (let effect = core.poll(); effect !== null; effect = core.poll()) {
    if (effect.effect === 'want-channels') {
      last = [...effect.wanted.keys()];
    } else if (effect.effect === 'persist') {
      core.handleDurable(effect.ticket, new Map(), 3);
    }
  }
  return last;
}

test('channels change no more often than places are held, whoever speaks whenever', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = new Random(seed);
    const most = random.int(1, 9);
    const people = most + 1 + random.int(0, 8);
    const world = new World(most, people);
    world.openAll();
    /** @type {number[]} */
    let ends = [];
    let nowMs = 0;
    for (let i = 0; i < 400; i++) {
      nowMs += random.int(0, random.int(0, 4) === 0 ? HELD_MS : 200);
      const before = [...world.wanted.keys()];
      world.said(1 + random.int(0, people), nowMs);
      ends.push(...before.filter((to) => !world.wanted.has(to)).map(() => nowMs));
      ends = ends.filter((atMs) => atMs > nowMs - HELD_MS);
      world.openAll();
      assert.ok(ends.length <= most, `seed ${seed}`);
      assert.equal(world.wanted.size, most, `seed ${seed}`);
    }
  }
});
