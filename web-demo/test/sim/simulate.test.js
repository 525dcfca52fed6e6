import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS, SimCounts } from './SimCounts.js';
import { runSeed } from './SimRun.js';

/** How many seeds each run of the tests tries; `simulate.js` tries as many as it is told. */
const SEEDS = 400;

const counts = new SimCounts();

test('no seed breaks a rule', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    assert.equal(runSeed(seed, counts).violation, null, `node test/sim/simulate.js --trace ${seed}`);
  }
});

test('the seeds met every fault and went every way', () => {
  const never = KINDS.filter((kind) => counts.all[kind] === 0);
  assert.deepEqual(never, ['epochsForNothing']);
});

test('the same seed runs the same way', () => {
  const [first, again, other] = [5, 5, 6].map((seed) => runSeed(seed, new SimCounts()).traceHash);
  assert.equal(again, first);
  assert.notEqual(other, first);
});
