import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Effects } from '../../lib/core/Effects.js';
import { Forks } from '../../lib/core/Forks.js';
import { epochChange } from '../../lib/core/EpochChange.js';
import { emptyState } from '../../lib/core/DeviceState.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { account, conversation, device, message } from './people.js';

const BEGUN_MS = 1_000_000;

/** @param {number} epochBegunAtMs @param {() => number} nowMs */
function begin(epochBegunAtMs, nowMs) {
  const effects = new Effects();
  /** @type {string[]} */
  const violations = [];
  const paths = /** @type {any} */ ({ violation: (/** @type {string} */ target) => violations.push(target) });
  const state = { ...emptyState(account(1), device(1), '7'), epochBegunAtMs, incarnations: ['3', '2'] };
  return { forks: new Forks(state, paths, effects, nowMs), effects, violations };
}

test('another past begins a new epoch, once', () => {
  const { forks, effects, violations } = begin(0, () => BEGUN_MS);
  forks.handleForked(device(2), 'ack-of-unsent');
  forks.handleForked(device(2), 'ack-of-unsent');
  assert.deepEqual(effects.poll(), { effect: 'begin-epoch', evidence: 'ack-of-unsent' });
  assert.equal(effects.poll(), null);
  assert.deepEqual(violations, []);
});

test('an incarnation that the device never had is a later state or a copy; an own one and none are not', () => {
  const { forks, effects } = begin(0, () => BEGUN_MS);
  forks.handleLastIncarnation('0');
  forks.handleLastIncarnation('2');
  assert.equal(effects.poll(), null);
  forks.handleLastIncarnation('4');
  assert.equal(effects.poll()?.effect, 'begin-epoch');
});

test('what comes within a minute is held against who says it, and looked after when the minute is over', () => {
  let nowMs = BEGUN_MS + 1;
  const { forks, effects, violations } = begin(BEGUN_MS, () => nowMs);
  forks.handleForked(device(2), 'ack-of-unsent');
  forks.handleTimeout();
  assert.deepEqual(violations, [device(2)]);
  assert.equal(effects.poll(), null);
  assert.equal(forks.deadlineMs(), BEGUN_MS + 60_000);
  nowMs = forks.deadlineMs();
  forks.handleTimeout();
  assert.equal(effects.poll()?.effect, 'begin-epoch');
  assert.equal(forks.deadlineMs(), Infinity);
});

test('a core that is over says nothing to others: what it wants at once is written and told, later only told', () => {
  const { forks, effects } = begin(0, () => BEGUN_MS);
  const said = () => {
    effects.add({ effect: 'server-doubted' });
    effects.persist([]);
    effects.tell({ event: 'warning', message: 'x' });
  };
  const polled = () => {
    const all = [];
    for (let effect = effects.poll(); effect !== null; effect = effects.poll()) all.push(effect.effect);
    return all;
  };
  forks.handleForked(device(2), 'ack-of-unsent');
  said();
  assert.deepEqual(polled(), ['begin-epoch', 'persist', 'tell']);
  said();
  assert.deepEqual(polled(), ['tell']);
});

test('what some target lacks is numbered anew, in order, for those that lack it, under its old id', () => {
  const entry = (/** @type {number} */ seq) => ({ seq, id: message(seq), hlc: BigInt(seq), body: utf8('x') });
  const to = (/** @type {number} */ n) => ({ device: device(n), afterSeq: 9, part: undefined, stored: true });
  const stream = { conv: conversation(1), device: device(1), epoch: '7' };
  const entries = [
    { entry: entry(4), to: [to(2)], unsent: false },
    { entry: entry(6), to: [to(2), to(3)], unsent: false },
    { entry: entry(7), to: [to(3)], unsent: false },
  ];
  const out = [{ stream, nextSeq: 9, targets: [], entries, givenUp: [] }];
  const { streams } = epochChange({ ...emptyState(account(1), device(1), '7'), out }, '8', BEGUN_MS);
  assert.deepEqual(streams[0].to, { ...stream, epoch: '8' });
  const said = streams[0].moved.map(({ oldSeq, entry: { seq, id, to } }) => [
    oldSeq,
    seq,
    id,
    to.map(({ after }) => after),
  ]);
  assert.deepEqual(said, [
    [4, 1, message(4), [0]],
    [6, 2, message(6), [1, 0]],
    [7, 3, message(7), [2]],
  ]);
});
