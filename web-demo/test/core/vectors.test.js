import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases } from '../vectors.js';
import { ClientUnderTest } from './ClientUnderTest.js';

for (const vector of cases('frames')) {
  test(`${vector.requirement} ${vector.id}`, () => {
    const client = new ClientUnderTest(vector);
    for (const step of vector.steps) {
      assert.deepEqual(client.take(step), step.send, JSON.stringify(step));
    }
  });
}
