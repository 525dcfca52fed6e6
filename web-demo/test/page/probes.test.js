import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { askServer } from '../../page/probes/web.js';
import { isOver, within } from '../../page/probes/within.js';

// Node.js has it from version 21 on.
globalThis.navigator ??= /** @type {any} */ ({ onLine: true });

const { fetch: own } = globalThis;
const never = new Promise(() => {});
const open = new AbortController().signal;

afterEach(() => {
  globalThis.fetch = own;
});

/** @param {(path: string, count: number) => any} answer JSON by path and how often it was asked; an error to fail */
function serve(answer) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  globalThis.fetch = async (address) => {
    const { pathname } = new URL(String(address));
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
    const body = answer(pathname, counts.get(pathname) ?? 0);
    if (body instanceof Error) throw body;
    return new Response(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

const time = () => ({ timeMs: Date.now() });

test('a wait has an end, and ends at once when nobody wants to know any more', async () => {
  await assert.rejects(within(1, open, never), (error) => isOver(error));
  const closing = new AbortController();
  const waiting = within(60_000, closing.signal, never);
  closing.abort();
  await assert.rejects(waiting, (error) => isOver(error));
  await assert.rejects(within(60_000, closing.signal, never), (error) => isOver(error));
});

test('what is waited for passes through, and its own error is none of the waiting', async () => {
  assert.equal(await within(60_000, open, Promise.resolve(5)), 5);
  await assert.rejects(within(60_000, open, Promise.reject(new Error('broken'))), (error) => !isOver(error));
});

test('a node that tells the time but not whether it is ready is there all the same', async () => {
  serve((path) => (path === '/v1/time' ? time() : new TypeError('Failed to fetch')));
  const found = await askServer('https://chat.example', open);
  assert.deepEqual([found.answered, found.node, found.ready], [true, true, undefined]);
});

test('a server that stops to answer is not taken for a node', async () => {
  serve((_, count) => (count < 3 ? time() : new TypeError('Failed to fetch')));
  const found = await askServer('https://chat.example', open);
  assert.deepEqual([found.answered, found.node], [false, false]);
});

test('a page of somebody else is no node', async () => {
  serve(() => '<!doctype html><title>Sign in to the hotel</title>');
  const found = await askServer('https://chat.example', open);
  assert.deepEqual([found.answered, found.node], [true, false]);
});
