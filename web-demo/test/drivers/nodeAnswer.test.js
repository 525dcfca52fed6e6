import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnswer } from '../../lib/drivers/nodeAnswer.js';
import { cases } from '../vectors.js';

for (const { id, requirement, status, mediaType, body, outcome, signedOut = false } of cases('answers')) {
  test(`${requirement} ${id}`, () => {
    const headers = new Headers(mediaType === '' ? {} : { 'Content-Type': mediaType });
    const read = () => readAnswer('https://chat.example.org', { status, headers }, body);
    if (outcome === 'done') {
      assert.deepEqual(read(), body === '' ? {} : JSON.parse(body));
      return;
    }
    const strange = outcome === 'not-the-server';
    assert.throws(read, (/** @type {any} */ failure) => {
      assert.equal(failure.code, outcome);
      assert.equal(failure.isSignedOut, signedOut);
      assert.equal(failure.status, strange ? 0 : status);
      assert.match(failure.message, strange ? /cannot be reached/ : /What to do/);
      return true;
    });
  });
}
