import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases, runSteps } from '../vectors.js';
import { ReceiverUnderTest } from './ReceiverUnderTest.js';
import { SenderUnderTest } from './SenderUnderTest.js';

const vectors = cases('delivery');

runSteps(vectors, (vector) => (vector.half === 'sender' ? new SenderUnderTest(vector) : new ReceiverUnderTest(vector)));

test('both halves have cases', () => {
  const halves = new Set(vectors.map((vector) => vector.half));
  assert.deepEqual([...halves].sort(), ['receiver', 'sender']);
});
