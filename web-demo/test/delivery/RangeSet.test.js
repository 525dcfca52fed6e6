import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RangeSet } from '../../lib/delivery/RangeSet.js';
import { Random } from '../Random.js';

const MOST = 40;

/**
 * The runs of a plain set.
 *
 * @param {Set<number>} model
 */
function runs(model) {
  const list = [];
  for (let seq = 1; seq <= MOST; seq++) {
    if (!model.has(seq)) {
      continue;
    }
    if (model.has(seq - 1)) {
      list[list.length - 1][1] = seq;
    } else {
      list.push([seq, seq]);
    }
  }
  return list;
}

test('holds what a plain set holds, whatever is added and removed', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = new Random(seed);
    const set = new RangeSet();
    /** @type {Set<number>} */
    const model = new Set();
    for (let step = 0; step < 40; step++) {
      const from = random.int(1, MOST + 1);
      const through = Math.min(MOST, from + random.int(0, 8));
      const removes = random.int(0, 3) === 0;
      for (let seq = from; seq <= through; seq++) {
        removes ? model.delete(seq) : model.add(seq);
      }
      removes ? set.remove(from, through) : set.add(from, through);
      assert.deepEqual(set.toList(), runs(model), `seed ${seed}, step ${step}`);
      const seq = random.int(1, MOST + 1);
      assert.equal(set.contains(seq), model.has(seq));
      assert.equal(set.isEmpty(), model.size === 0);
      assert.equal(set.lastSeq(), Math.max(0, ...model));
    }
  }
});

test('is made of ranges that touch, overlap and are in any order', () => {
  const set = RangeSet.of([
    [7, 9],
    [1, 2],
    [3, 4],
    [8, 12],
  ]);
  assert.deepEqual(set.toList(), [
    [1, 4],
    [7, 12],
  ]);
  assert.deepEqual(set.toList(1), [[1, 4]]);
});

test('hands out copies of its runs', () => {
  const set = RangeSet.of([[1, 2]]);
  set.toList()[0][1] = 100;
  assert.deepEqual(set.toList(), [[1, 2]]);
});

test('refuses a run that ends before it begins', () => {
  const set = new RangeSet();
  assert.throws(() => set.add(3, 2), /run 3..2/);
  assert.throws(() => set.add(0), /run 0..0/);
  assert.throws(() => set.remove(3, 2), /run 3..2/);
});
