// What people are called, apart from rosters (SES-15).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeWorld } from './FakeWorld.js';

function connected() {
  const world = new FakeWorld();
  world.server(true);
  world.ada.events.length = 0;
  const members = world.roster(1).members;
  const { account, displayName } = members[members.length - 1];
  return { world, grace: account, first: displayName };
}

/** @param {FakeWorld} world @param {string} grace */
const shown = (world, grace) =>
  world.ada.core.conversations()[0]?.members.find(({ account }) => account === grace)?.displayName;

test('a new name is shown, and the roster stays what it is', () => {
  const { world, grace } = connected();
  world.told(world.ada, { type: 'renamed', account: grace, version: 9, displayName: 'Admiral' });

  assert.equal(shown(world, grace), 'Admiral');
  const [roster] = world.ada.core.conversations();
  assert.equal(roster?.version, 1);
  assert.equal(world.ada.core.knownChanges().latest, 9);
  assert.deepEqual(
    world.ada.events.filter(({ event }) => event === 'roster-changed'),
    [{ event: 'roster-changed', roster }],
  );
});

test('a name that is told twice or late changes nothing', () => {
  const { world, grace } = connected();
  world.told(world.ada, { type: 'renamed', account: grace, version: 9, displayName: 'Admiral' });
  world.ada.events.length = 0;
  world.told(world.ada, { type: 'renamed', account: grace, version: 9, displayName: 'Admiral' });
  world.told(world.ada, { type: 'renamed', account: grace, version: 8, displayName: 'Commodore' });

  assert.equal(shown(world, grace), 'Admiral');
  assert.deepEqual(world.ada.events, []);
});

test('a roster that was read before the name is shown with the name', () => {
  const { world, grace } = connected();
  world.told(world.ada, { type: 'renamed', account: grace, version: 9, displayName: 'Admiral' });
  world.told(world.ada, world.roster(7));

  assert.equal(world.ada.core.conversations()[0]?.version, 7);
  assert.equal(shown(world, grace), 'Admiral');
});

test('a server that was put back is believed in the next session', () => {
  const { world, grace, first } = connected();
  world.told(world.ada, { type: 'renamed', account: grace, version: 9, displayName: 'Admiral' });
  world.server(false);
  world.server(true, [world.roster(2), { type: 'changes', through: 2, all: true }, { type: 'live' }]);

  assert.equal(shown(world, grace), first);
  assert.equal(world.ada.core.knownChanges().latest, 2);
});
