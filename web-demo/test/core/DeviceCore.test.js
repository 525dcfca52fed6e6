import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { DeviceCore } from '../../lib/core/DeviceCore.js';
import { emptyState } from '../../lib/core/DeviceState.js';
import { coreSettings } from '../../lib/core/CoreSettings.js';
import { Limits } from '../../lib/wire/Limits.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { CONVERSATION, FakeWorld } from './FakeWorld.js';
import { conversation, device, message } from './people.js';

test('a message goes through the server and is delivered', () => {
  const world = new FakeWorld();
  world.server(true);
  world.say(world.ada, 'hello');
  assert.deepEqual(world.grace.heard(), ['hello by relay']);
  assert.deepEqual(world.ada.statuses(), ['sent', 'delivered']);
});

test('what was said without any path goes out when one is there', () => {
  const world = new FakeWorld();
  world.say(world.ada, 'one');
  world.say(world.ada, 'two');
  world.server(true);
  assert.deepEqual(world.grace.heard(), ['one by relay', 'two by relay']);
});

test('a proven channel takes over and a silent one hands back without loss', () => {
  const world = new FakeWorld();
  world.server(true);
  world.openChannel();
  world.say(world.ada, 'one');
  world.blackHole = true;
  world.say(world.ada, 'two');
  world.pass(4_000);
  world.say(world.ada, 'three');
  assert.deepEqual(world.grace.heard(), ['one by direct', 'two by relay', 'three by relay']);
});

test('how a device is reached is told with the reason', () => {
  const world = new FakeWorld();
  world.server(true);
  world.openChannel();
  const [view] = world.ada.core.paths(CONVERSATION);
  assert.equal(view.device, world.grace.device);
  assert.equal(view.path, 'direct');
  assert.equal(view.reason, 'first pong');
  assert.deepEqual(view.tried, ['relay: relay up', 'direct: first pong']);
});

test('a channel whose other side breaks a rule is closed and the relay carries on', () => {
  const world = new FakeWorld();
  world.server(true);
  world.openChannel();
  const stream = { conv: CONVERSATION, device: device(3), epoch: '1' };
  const entry = { seq: 1, id: message(1), hlc: 1n, body: utf8('x'), after: 0 };
  world.speak({ type: 'entries', ...stream, stored: false, entries: [entry] });
  world.say(world.grace, 'one');
  assert.equal(world.channelUp, false);
  assert.deepEqual(world.ada.heard(), ['one by relay']);
});

test('a channel carries on while the server is away', () => {
  const world = new FakeWorld();
  world.server(true);
  world.openChannel();
  world.server(false);
  world.say(world.ada, 'one');
  assert.deepEqual(world.grace.heard(), ['one by direct']);
});

test('what the other side drops of a channel it gets from the server at once', () => {
  const world = new FakeWorld();
  const { ada, grace } = world;
  world.server(true);
  world.share();
  world.openChannel();
  [ada, grace].forEach((node) => world.told(node, world.request(2)));
  world.say(ada, 'a request');

  world.told(ada, world.roster(3));
  world.say(ada, 'before Grace hears of it');
  world.told(grace, world.roster(3));
  world.say(ada, 'after it');
  const posts = world.posts;
  world.say(ada, 'as usual');

  assert.deepEqual(grace.heard(), [
    'a request by relay',
    'before Grace hears of it by relay',
    'after it by direct',
    'as usual by direct',
  ]);
  assert.equal(world.posts, posts, 'it has acked over the channel');
});

test('who comes back while a channel is open is written to by the server as well', () => {
  const world = new FakeWorld();
  const { ada, grace } = world;
  world.server(true);
  world.share();
  world.openChannel();
  world.told(grace, { type: 'gone', conv: CONVERSATION, version: 2 });
  world.told(ada, world.request(2, []));
  world.say(ada, 'unheard');

  world.told(ada, world.roster(3));
  world.say(ada, 'welcome back');

  assert.deepEqual(grace.heard(), ['welcome back by relay']);
});

test('nothing goes over a channel after its end was said', () => {
  const world = new FakeWorld();
  world.server(true);
  world.graceIsOnline();
  world.openChannel();
  world.say(world.ada, 'one');
  world.ada.core.handleClosing(world.nowMs);
  world.say(world.ada, 'two');
  world.say(world.grace, 'three');
  world.pass(3_000);
  assert.deepEqual(world.grace.heard(), ['one by direct', 'two by relay']);
  assert.deepEqual(world.ada.heard(), ['three by relay']);
  assert.equal(world.channelUp, false, 'closed once both have said so');
});

test('each time a pong is late is counted', () => {
  const world = new FakeWorld();
  const hedges = () => world.ada.core.paths(CONVERSATION)[0].hedges;
  world.server(true);
  world.openChannel();
  assert.equal(hedges(), 0);
  world.blackHole = true;
  world.pass(1_500);
  world.say(world.ada, 'late');
  assert.deepEqual(world.grace.heard(), ['late by relay']);
  assert.equal(hedges(), 1);
  world.blackHole = false;
  world.pass(1_500);
  assert.equal(hedges(), 1, 'in time again');
  world.blackHole = true;
  world.pass(1_500);
  assert.equal(hedges(), 2);
});

test('a read marker makes the message read', () => {
  const world = new FakeWorld();
  world.server(true);
  const body = ContentCodec.encode({ kind: 'text', text: 'hello' });
  world.ada.core.handleSend(CONVERSATION, world.id(), body, world.nowMs);
  world.pass(100);
  world.grace.core.handleMarkRead(CONVERSATION, () => world.id(), world.nowMs);
  world.pass(100);
  assert.equal(world.ada.statuses().pop(), 'read');
});

test('a conversation that the server does not tell of any more is gone', () => {
  const world = new FakeWorld();
  world.say(world.ada, 'to nobody');
  world.adaWasRemoved();
  assert.deepEqual(world.ada.core.conversations(), []);
  const { events } = world.ada;
  assert.ok(events.some((event) => event.event === 'conversation-gone' && event.conv === CONVERSATION));
  assert.ok(events.some((event) => event.event === 'undelivered' && event.code === 'not-a-member'));
  assert.equal(world.ada.core.settled(), true);
});

test('a conversation of which what is told cannot be read stays', () => {
  const world = new FakeWorld();
  world.server(true);
  world.server(false);
  world.server(true, []);
  world.ada.core.handleUnreadable(CONVERSATION, 'roster.kind: must be direct or group');
  world.ada.core.handleUnreadable(CONVERSATION, 'roster.kind: must be direct or group');
  world.told(world.ada, { type: 'changes', through: 5, all: true });
  assert.equal(world.ada.core.conversations().length, 1);
  assert.equal(world.ada.core.knownChanges().through, 1, 'it is told again');
  const warnings = world.ada.events.filter((event) => event.event === 'warning');
  assert.equal(warnings.length, 1);
  assert.match(/** @type {any} */ (warnings[0]).message, /set aside.*must be direct or group/);
});

test('a conversation stays while the server has not told of all', () => {
  const world = new FakeWorld();
  world.say(world.ada, 'later');
  world.server(true, []);
  world.server(false);
  world.server(true);
  assert.deepEqual(world.grace.heard(), ['later by relay']);
});

test('what was overtaken by something later is not believed', () => {
  const world = new FakeWorld();
  world.server(true, []);
  world.told(world.ada, { type: 'gone', conv: CONVERSATION, version: 5 });
  world.told(world.ada, world.roster(4));
  assert.deepEqual(world.ada.core.conversations(), []);

  world.told(world.ada, world.roster(7));
  world.told(world.ada, { type: 'gone', conv: CONVERSATION, version: 5 });
  assert.deepEqual(world.ada.core.conversations(), [world.roster(7)]);
});

test('the first roster of a session counts though its version is lower than before', () => {
  const world = new FakeWorld();
  world.ada.core.handleServerFrame(world.roster(7), world.nowMs);
  world.say(world.ada, 'still a member');
  world.server(true, [world.roster(3), { type: 'changes', through: 3, all: true }, { type: 'live' }]);
  world.ada.core.handleServerFrame(world.roster(2), world.nowMs);
  assert.deepEqual(world.ada.core.conversations(), [world.roster(3)]);
  assert.deepEqual(world.grace.heard(), ['still a member by relay']);
});

test('a target that left before a crash is let go when the device starts again', () => {
  const world = new FakeWorld();
  const { account, device: self } = world.ada;
  const left = device(9);
  const entry = { seq: 1, id: message(1), hlc: 1n, body: utf8('to who left') };
  const out = {
    stream: { conv: CONVERSATION, device: self, epoch: '1' },
    nextSeq: 2,
    targets: [{ device: left, firstSeq: 1, addressedSeq: 1, deliveredSeq: 0, mark: 0n, readSeq: 0, refused: [] }],
    givenUp: [],
    entries: [{ entry, to: [{ device: left, afterSeq: 0, stored: true }], unsent: false }],
  };
  const kept = { ...emptyState(account, self, '1'), rosters: [world.roster(2)], out: [out] };
  const core = new DeviceCore(kept, coreSettings(8), world.nowMs);
  assert.equal(core.settled(), true);
});

test('a too large message and an unknown conversation are refused', () => {
  const { core } = new FakeWorld().ada;
  const large = new Uint8Array(Limits.BODY_BYTES + 1);
  const refused = (/** @type {string} */ refusal) => ({ result: 'not-taken', refusal });
  assert.deepEqual(core.handleSend(CONVERSATION, message(1), large, 0), refused('too-large'));
  assert.deepEqual(core.handleSend(conversation(9), message(1), utf8('x'), 0), refused('not-a-member'));
});
