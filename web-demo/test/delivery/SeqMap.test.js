import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deque } from '../../lib/delivery/Deque.js';
import { SeqMap } from '../../lib/delivery/SeqMap.js';
import { Random } from '../Random.js';

test('a SeqMap holds what a plain map holds, ascending', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed);
    /** @type {SeqMap<string>} */
    const map = new SeqMap();
    /** @type {Map<number, string>} */
    const model = new Map();
    for (let step = 0; step < 60; step++) {
      const seq = random.int(1, 30);
      if (random.int(0, 5) < 3) {
        map.set(seq, `v${step}`);
        model.set(seq, `v${step}`);
      } else {
        const doomed = random.flag() && model.size > 0 ? Math.min(...model.keys()) : seq;
        assert.equal(map.delete(doomed), model.get(doomed));
        model.delete(doomed);
      }
      assertEqual(map, model, random.int(1, 32), random.int(1, 32));
    }
  }
});

/**
 * @param {SeqMap<string>} map
 * @param {Map<number, string>} model
 * @param {number} a
 * @param {number} b
 */
function assertEqual(map, model, a, b) {
  const keys = [...model.keys()].sort((x, y) => x - y);
  assert.equal(map.size(), keys.length);
  assert.equal(map.isEmpty(), keys.length === 0);
  assert.equal(map.firstKey(), keys[0] ?? 0);
  assert.equal(map.lastKey(), keys[keys.length - 1] ?? 0);
  assert.equal(map.get(a), model.get(a));
  assert.equal(map.has(a), model.has(a));
  assert.equal(map.lowerKey(a), Math.max(0, ...keys.filter((key) => key < a)));
  keys.forEach((key, index) => {
    assert.equal(map.keyAt(index), key);
    assert.equal(map.at(index), model.get(key));
  });
  assert.equal(map.indexFrom(a), keys.filter((key) => key < a).length);
  assert.deepEqual(
    map.between(a, b),
    keys.filter((key) => a <= key && key <= b).map((key) => model.get(key)),
  );
}

test('a SeqMap stays right over many that come at the end and go at the front', () => {
  /** @type {SeqMap<number>} */
  const map = new SeqMap();
  for (let seq = 1; seq <= 10_000; seq++) {
    map.set(seq, seq * 2);
    if (seq > 100) {
      assert.equal(map.delete(map.firstKey()), (seq - 100) * 2);
    }
  }
  assert.equal(map.size(), 100);
  assert.equal(map.firstKey(), 9_901);
  assert.equal(map.get(9_950), 19_900);
});

test('a Deque gives at both ends what an array would', () => {
  const random = new Random(7);
  /** @type {Deque<number>} */
  const deque = new Deque();
  /** @type {number[]} */
  const model = [];
  for (let step = 0; step < 20_000; step++) {
    const kind = random.int(0, 10);
    if (kind < 6) {
      deque.add(step);
      model.push(step);
    } else if (kind < 9) {
      assert.equal(deque.poll(), model.shift() ?? null);
    } else {
      assert.equal(deque.pollLast(), model.pop() ?? null);
    }
    assert.equal(deque.size(), model.length);
    assert.equal(deque.first(), model[0]);
    assert.equal(deque.last(), model[model.length - 1]);
  }
  deque.removeIf((item) => item % 2 === 0);
  assert.equal(deque.size(), model.filter((item) => item % 2 === 1).length);
});
