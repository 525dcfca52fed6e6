import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Binding } from '../../lib/delivery/Binding.js';
import { SeqMap } from '../../lib/delivery/SeqMap.js';
import { NO_MARK, nextMark } from '../../lib/wire/Marks.js';
import { message } from '../core/people.js';

const REFUSED = 64;
const OPEN = 200;

/** A target for which 64 entries were refused, and 200 after them are open. */
function target() {
  const items = new SeqMap();
  const queue = /** @type {any} */ ({
    items,
    deliveredThrough: 0,
    deliveredMark: NO_MARK,
    mostDelivered: 0,
    mostMark: NO_MARK,
  });
  const binding = new Binding(queue);
  for (let seq = 1; seq <= REFUSED; seq++) {
    binding.handleGivenUp(seq, message(seq));
  }
  for (let seq = REFUSED + 1; seq <= REFUSED + OPEN; seq++) {
    items.set(seq, { seq, out: { id: message(seq) } });
  }
  return binding;
}

/** The mark of a target that got that much of what was refused. @param {number} from @param {number} through */
function markWith(from, through) {
  let mark = NO_MARK;
  for (let seq = 1; seq <= REFUSED + OPEN; seq++) {
    mark = (seq >= from && seq <= through) || seq > REFUSED ? nextMark(mark, seq, message(seq)) : mark;
  }
  return mark;
}

test('what was refused may have arrived, in runs', () => {
  assert.ok(target().holds(REFUSED + OPEN, markWith(1, 0)));
  assert.ok(target().holds(REFUSED + OPEN, markWith(1, 40)));
  assert.ok(target().holds(REFUSED + OPEN, markWith(5, 6)));
});

test('of many that were refused the first or the last may have arrived', () => {
  const items = new SeqMap();
  const queue = { items, deliveredThrough: 0, deliveredMark: NO_MARK, mostDelivered: 0, mostMark: NO_MARK };
  const binding = new Binding(/** @type {any} */ (queue));
  for (let seq = 1; seq <= 600; seq++) {
    binding.handleGivenUp(seq, message(seq));
  }
  assert.ok(binding.holds(600, nextMark(nextMark(NO_MARK, 1, message(1)), 2, message(2))));
  assert.ok(binding.holds(600, nextMark(nextMark(NO_MARK, 599, message(599)), 600, message(600))));
  assert.equal(binding.holds(600, nextMark(NO_MARK, 300, message(300))), false);
});

test('a mark that costs too much to look at is foreign', () => {
  assert.equal(target().holds(REFUSED + OPEN, markWith(REFUSED, REFUSED)), false);
});

test('what is refused first is forgotten first, and what is delivered is no longer in doubt', () => {
  const items = new SeqMap();
  const queue = { items, deliveredThrough: 0, deliveredMark: NO_MARK, mostDelivered: 0, mostMark: NO_MARK };
  const binding = new Binding(/** @type {any} */ (queue));
  for (let seq = 1_030; seq >= 1; seq--) {
    binding.handleGivenUp(seq, message(seq));
  }
  assert.equal(binding.holds(7, nextMark(NO_MARK, 7, message(7))), true);
  assert.equal(binding.holds(6, nextMark(NO_MARK, 6, message(6))), false);
  queue.deliveredThrough = 7;
  binding.handleDelivered();
  assert.equal(binding.holds(8, nextMark(NO_MARK, 8, message(8))), true);
});
