import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SENDER_LIMITS } from '../../lib/delivery/SenderLimits.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { Limits } from '../../lib/wire/Limits.js';
import { CONVERSATION, FakeWorld } from './FakeWorld.js';
import { message } from './people.js';

/** Ada and Grace talk over a channel. */
function talking() {
  const world = new FakeWorld();
  world.server(true);
  world.graceIsOnline();
  world.openChannel();
  world.say(world.ada, 'before');
  return world;
}

/** The server says that Grace is signed out. @param {FakeWorld} world */
function graceIsOut(world) {
  const told = world.roster(2);
  told.members[1].signedOut = [world.grace.device];
  world.told(world.ada, told);
}

/** @param {FakeWorld} world @returns {import('../../lib/wire/types.js').Entries} */
function notHeard(world) {
  const entry = { seq: 1, id: message(99), hlc: 1n, body: utf8('not heard'), after: 0 };
  return {
    type: 'entries',
    conv: CONVERSATION,
    device: world.grace.device,
    epoch: '9',
    stored: false,
    entries: [entry],
  };
}

test('SES-13 a device that the roster shows as signed out is spoken to by the server only', () => {
  const world = talking();
  graceIsOut(world);
  assert.equal(world.channelUp, false);
  world.say(world.ada, 'after');
  assert.deepEqual(world.grace.heard(), ['before by direct', 'after by relay']);
});

test('SES-13 what another conversation says of it, which may be gone, counts no more', () => {
  const world = talking();
  world.share();
  graceIsOut(world);
  assert.equal(world.channelUp, false);
  assert.deepEqual([...world.adaWants], []);
  world.told(world.ada, world.roster(3));
  assert.deepEqual([...world.adaWants], [world.grace.device]);
});

test('SES-13 what was under way to it is posted once', () => {
  const world = talking();
  const before = world.posts;
  world.blackHole = true;
  world.say(world.ada, 'under way');
  graceIsOut(world);
  assert.equal(world.posts - before, 1);
});

test('SES-13 a channel that opens to a device that is out, or at one, is closed at once', () => {
  const seen = talking();
  graceIsOut(seen);
  seen.openChannel();
  assert.equal(seen.channelUp, false);

  const told = talking();
  told.ada.core.handleOut(told.nowMs);
  told.openChannel();
  assert.equal(told.channelUp, false);
});

test('SES-13 nothing is taken from its channel whatever it says', () => {
  const world = talking();
  graceIsOut(world);
  world.speak(notHeard(world));
  assert.deepEqual(world.ada.heard(), []);
});

test('SES-13 its signals are not answered until it signs in again', () => {
  const world = talking();
  graceIsOut(world);
  const { device } = world.grace;
  world.told(world.ada, { type: 'signal', conv: CONVERSATION, device, payload: '{}' });
  assert.equal(world.signalled, 0);
  assert.deepEqual([...world.adaWants], []);
  world.told(world.ada, world.roster(3));
  world.told(world.ada, { type: 'signal', conv: CONVERSATION, device, payload: '{}' });
  assert.equal(world.signalled, 1);
  assert.deepEqual([...world.adaWants], [device]);
});

test('SES-13 a device that is told so ends its channels and takes nothing more', () => {
  const world = talking();
  world.ada.core.handleOut(world.nowMs);
  world.say(world.ada, 'kept');
  world.speak(notHeard(world));
  assert.equal(world.channelUp, false);
  assert.deepEqual(world.grace.heard(), ['before by direct']);
  assert.deepEqual(world.ada.heard(), []);
  assert.equal(world.ada.core.settled(), false, 'what was said waits');

  world.server(true);
  world.told(world.ada, { type: 'presence', account: world.grace.account, state: 'online', lastSeenMs: 0 });
  assert.deepEqual([...world.adaWants], [world.grace.device]);
  assert.deepEqual(world.grace.heard(), ['before by direct', 'kept by relay']);
});

test('SES-13 what waited for the server does not go over a channel when the device is told so', () => {
  const world = talking();
  world.openChannel(2, 16_384);
  world.serverUp = false;
  // What is too large for a channel goes by the server, and takes room in the channel's window.
  const large = 'x'.repeat(Limits.BODY_BYTES);
  for (let bytes = 0; bytes < DEFAULT_SENDER_LIMITS.directBytes; bytes += large.length) {
    world.say(world.ada, large);
  }
  world.say(world.ada, 'finds no room');
  const { core } = world.ada;
  core.handleOut(world.nowMs);
  const effects = [];
  for (let effect = core.poll(); effect; effect = core.poll()) {
    effects.push(effect.effect);
  }
  assert.ok(effects.includes('channel-finished'));
  assert.ok(!effects.includes('to-peer'));
});
