import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Effects } from '../../lib/core/Effects.js';
import { Forks } from '../../lib/core/Forks.js';
import { epochChange } from '../../lib/core/EpochChange.js';
import { emptyState } from '../../lib/core/DeviceState.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { account, conversation, device, message } from './people.js';

const BEGUN_MS = 1_000_000;
const DAY_MS = 1_790_000_000_000;

/** @param {number} atMs @param {() => number} nowMs @param {number} [pauseMs] */
function begin(atMs, nowMs, pauseMs = 60_000) {
  const effects = new Effects();
  /** @type {string[]} */
  const violations = [];
  const paths = /** @type {any} */ ({
    violation: (/** @type {string} */ target) => violations.push(target),
    hasChannel: (/** @type {string} */ target) => target === device(3),
  });
  const state = { ...emptyState(account(1), device(1), '7'), epochStart: { atMs, pauseMs }, incarnations: ['3', '2'] };
  return { forks: new Forks(state, paths, effects, nowMs), effects, violations };
}

test('another past begins a new epoch, once', () => {
  const { forks, effects, violations } = begin(0, () => BEGUN_MS);
  forks.handleForked(device(2), 'ack-of-unsent');
  forks.handleForked(device(2), 'ack-of-unsent');
  assert.deepEqual(effects.poll(), {
    effect: 'begin-epoch',
    evidence: 'ack-of-unsent',
    lastIncarnation: '0',
    pauseMs: 60_000,
  });
  assert.equal(effects.poll(), null);
  assert.deepEqual(violations, []);
});

test('an incarnation that the device never had is a later state or a copy; an own one and none are not', () => {
  const { forks, effects } = begin(0, () => BEGUN_MS);
  forks.handleLastIncarnation('0');
  forks.handleLastIncarnation('2');
  assert.equal(effects.poll(), null);
  forks.handleLastIncarnation('4');
  const begun = effects.poll();
  assert.equal(begun?.effect === 'begin-epoch' && begun.lastIncarnation, '4');
});

test('what comes within the pause is held against who says it, and looked after when it is over', () => {
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

test('who says so again and again is complained of once, but for its channels', () => {
  const { forks, violations } = begin(BEGUN_MS, () => BEGUN_MS + 1);
  for (const target of [device(2), device(2), device(3), device(3)]) {
    forks.handleForked(target, 'ack-of-unsent');
  }
  assert.deepEqual(violations, [device(2), device(3), device(3)]);
});

test('each that targets begin doubles the pause up to an hour; a day of quiet, or a clock that went back, begins anew', () => {
  const after = (/** @type {number} */ agoMs, /** @type {number} */ pauseMs) => {
    const { forks, effects } = begin(DAY_MS - agoMs, () => DAY_MS, pauseMs);
    forks.handleForked(device(2), 'ack-of-unsent');
    return /** @type {any} */ (effects.poll())?.pauseMs;
  };
  assert.equal(after(60_000, 60_000), 120_000);
  assert.equal(after(119_999, 120_000), undefined);
  assert.equal(after(1_920_000, 1_920_000), 3_600_000);
  assert.equal(after(3_600_000, 3_600_000), 3_600_000);
  assert.equal(after(86_400_000, 3_600_000), 60_000);
  assert.equal(after(-1, 3_600_000), 60_000);
});

test('the word of the server waits for nothing and leaves the pause', () => {
  const { forks, effects } = begin(BEGUN_MS, () => BEGUN_MS + 1, 240_000);
  forks.handleLastIncarnation('4');
  assert.equal(/** @type {any} */ (effects.poll())?.pauseMs, 240_000);
});

test('what was not its own is its own with the new epoch, so that it shows nothing twice', () => {
  const state = { ...emptyState(account(1), device(1), '7'), incarnations: ['3', '2'] };
  const start = { atMs: BEGUN_MS, pauseMs: 60_000 };
  assert.deepEqual(epochChange(state, '4', '8', start).incarnations, ['3', '4', '2']);
  assert.deepEqual(epochChange(state, '0', '8', start).incarnations, ['3', '2']);
});

test('what some target lacks is numbered anew, in order, for those that lack it, under its old id', () => {
  const entry = (/** @type {number} */ seq) => ({ seq, id: message(seq), hlc: BigInt(seq), body: utf8('x') });
  const to = (/** @type {number} */ n) => ({ device: device(n), afterSeq: 9, part: undefined, stored: true });
  const stream = { conv: conversation(1), device: device(1), epoch: '7' };
  const entries = [
    { entry: entry(4), to: [to(2)], unsent: false },
    { entry: entry(6), to: [to(2), to(3)], unsent: false },
    { entry: entry(7), to: [to(3)], unsent: true },
  ];
  const out = [{ stream, nextSeq: 9, targets: [], entries, givenUp: [] }];
  const { streams } = epochChange({ ...emptyState(account(1), device(1), '7'), out }, '0', '8', {
    atMs: BEGUN_MS,
    pauseMs: 60_000,
  });
  assert.deepEqual(streams[0].to, { ...stream, epoch: '8' });
  const said = streams[0].moved.map(({ oldSeq, entry: { seq, id, to }, unsent }) => [
    oldSeq,
    seq,
    id,
    to.map(({ after }) => after),
    unsent,
  ]);
  assert.deepEqual(said, [
    [4, 1, message(4), [0], false],
    [6, 2, message(6), [1, 0], false],
    [7, 3, message(7), [2], true],
  ]);
});
