import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CHANGES } from '../../lib/core/KnownChanges.js';
import { Rosters } from '../../lib/core/Rosters.js';
import { account, conversation, device, member, roster } from './people.js';

/** Whose status counts for a message (DLV-5). @param {import('../../lib/wire/types.js').Member[]} members */
function rosters(...members) {
  const rosters = new Rosters(account(1), device(1), NO_CHANGES);
  rosters.put(roster(conversation(1), 1, members));
  return rosters;
}

const ada = member(1, [device(1), device(2)]);

test('the devices of others count and the own ones do not', () => {
  const known = rosters(ada, member(2, [device(3)]));
  assert.deepEqual([...known.targets(conversation(1))], [device(2), device(3)]);
  assert.deepEqual([...known.counted(conversation(1))], [[device(3), account(2)]]);
});

test('the own ones count where nobody else is a member', () => {
  assert.deepEqual([...rosters(ada).counted(conversation(1)).keys()], [device(2)]);
});

test('they do not count in place of somebody without a device', () => {
  assert.deepEqual([...rosters(ada, member(2, [])).counted(conversation(1))], []);
});

test('only who has accepted is talked to directly, and only by who has', () => {
  const asked = { ...member(2, [device(3)]), accepted: false };
  assert.deepEqual([...rosters(ada, asked).directDevices(conversation(1))], [device(2)]);
  assert.deepEqual(
    [...rosters({ ...ada, accepted: false }, member(2, [device(3)])).directDevices(conversation(1))],
    [],
  );
});
