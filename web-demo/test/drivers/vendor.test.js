import assert from 'node:assert/strict';
import { test } from 'node:test';

test('the modules of others load by path', async () => {
  const { openDB } = await import('../../lib/vendor/idb/index.js');
  assert.equal(typeof openDB, 'function');
});
