import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatheredRows } from '../../lib/drivers/GatheredRows.js';

/** @typedef {{n: number}} Row */

/** A store that keeps its rows in memory and notes what it is asked. */
class NotingStore {
  rows = new Map([['a b', { n: 1 }]]);
  /** @type {string[]} */
  asked = [];

  /** @param {string[]} key */
  async get(key) {
    this.asked.push(`get ${key.join(' ')}`);
    return this.rows.get(key.join(' '));
  }

  /** @param {Row} row */
  async put(row) {
    this.asked.push(`put ${row.n}`);
  }
}

test('a row that is changed again and again is read once and written once', async () => {
  const store = new NotingStore();
  /** @type {GatheredRows<Row>} */
  const rows = new GatheredRows(store);

  for (let i = 0; i < 3; i++) {
    const row = await rows.get(['a', 'b']);
    rows.put(['a', 'b'], { n: (row?.n ?? 0) + 1 });
  }
  rows.flush();

  assert.deepEqual(store.asked, ['get a b', 'put 4']);
});

test('a row that is only read is not written, also where there is none', async () => {
  const store = new NotingStore();
  /** @type {GatheredRows<Row>} */
  const rows = new GatheredRows(store);

  assert.equal(await rows.get(['a', 'c']), undefined);
  assert.equal(await rows.get(['a', 'c']), undefined);
  rows.flush();

  assert.deepEqual(store.asked, ['get a c']);
});

test('what was written is read anew: somebody else may change it then', async () => {
  const store = new NotingStore();
  /** @type {GatheredRows<Row>} */
  const rows = new GatheredRows(store);
  rows.put(['a', 'b'], { n: 7 });
  rows.flush();
  store.rows.set('a b', { n: 8 });

  assert.deepEqual(await rows.get(['a', 'b']), { n: 8 });
});
