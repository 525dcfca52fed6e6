import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Answers } from '../lib/Answers.js';
import { Calls } from '../lib/Calls.js';
import { SendRefused } from '../lib/SendRefused.js';

/** @typedef {import('../lib/Answers.js').Call} Call */

/** A device that counts what it is asked. */
function device() {
  /** @type {string[]} */
  const asked = [];
  const stub = {
    asked,
    request: async (/** @type {string} */ method) => asked.push(method),
    send: async () => {
      throw new SendRefused('queue-full', 'wait');
    },
    typing: () => {
      throw new TypeError('conv is not a UUID');
    },
  };
  return { stub, answers: new Answers(/** @type {any} */ (stub)) };
}

test('a call that comes twice is carried out once', async () => {
  const { stub, answers } = device();
  /** @type {Call} */
  const call = { kind: 'call', id: 'one', method: 'request', args: ['POST'], repeated: false };
  const [first, second] = await Promise.all([answers.to(call), answers.to({ ...call, repeated: true })]);
  assert.deepEqual(stub.asked, ['POST']);
  assert.deepEqual(first, second);
});

test('errors keep their class on the way', async () => {
  const { answers } = device();
  /** @type {Call[]} */
  const posted = [];
  const calls = new Calls((call) => posted.push(/** @type {Call} */ (call)));
  const sent = calls.ask('send', []);
  const typed = calls.ask('typing', []);
  const wrong = calls.ask(/** @type {any} */ ('constructor'), []);
  for (const call of posted) {
    calls.handleAnswer(structuredClone(await answers.to(call)));
  }
  await assert.rejects(sent, (failure) => failure instanceof SendRefused && failure.code === 'queue-full');
  await assert.rejects(typed, TypeError);
  await assert.rejects(wrong, TypeError);
});

test('what is open is asked again of the next leader, but for what may have changed something', async () => {
  /** @type {Call[]} */
  const posted = [];
  const calls = new Calls((call) => posted.push(structuredClone(/** @type {Call} */ (call))));
  const group = calls.ask('open', ['group', 'Three', []]);
  void calls.ask('open', ['direct', '', []]).catch(() => {});
  calls.repeat(true);
  calls.repeat(false);
  await assert.rejects(group, /look whether it was done/);
  assert.deepEqual(
    posted.map(({ args, repeated }) => [args[0], repeated]),
    [
      ['group', false],
      ['direct', false],
      ['group', false],
      ['direct', false],
      ['direct', true],
    ],
  );
});

test('nothing waits for an answer after the end', async () => {
  const calls = new Calls(() => {});
  const before = calls.ask('paths', []);
  calls.close();
  await assert.rejects(before, /closed/);
  await assert.rejects(calls.ask('paths', []), /closed/);
});
