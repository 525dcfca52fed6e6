import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { FrameCodec } from '../../lib/codec/FrameCodec.js';
import { ApiError } from '../../lib/drivers/ApiError.js';
import { ServerLink } from '../../lib/drivers/ServerLink.js';

const UUID = '11111111-1111-4111-8111-111111111111';
const INTERVAL_MS = 10_000;

afterEach(() => Reflect.deleteProperty(globalThis, 'WebSocket'));

/** A link that has just been welcomed, its clock at 0; `fire` lets the timer of its pings come at a time. */
async function welcomed() {
  let nowMs = 0;
  /** @type {any} */
  let socket;
  /** @type {{ delayMs: number, then: () => void }[]} */
  const armed = [];
  /** @type {string[]} */
  const sent = [];
  Object.defineProperty(globalThis, 'WebSocket', {
    configurable: true,
    value: class {
      static OPEN = 1;
      readyState = 1;
      constructor() {
        socket = this;
      }
      send(/** @type {string} */ text) {
        sent.push(JSON.parse(text).type);
      }
    },
  });
  const timers = {
    after(/** @type {number} */ delayMs, /** @type {() => void} */ then) {
      const one = { delayMs, then };
      armed.push(one);
      return () => armed.splice(armed.indexOf(one), armed.includes(one) ? 1 : 0);
    },
  };
  const parts = {
    server: 'http://127.0.0.1',
    device: UUID,
    software: 'test',
    tokens: { access: async () => 'token' },
    timers,
    clock: { nowMs: () => nowMs },
    known: () => ({ incarnations: ['1'], changes: 0, latest: 0 }),
    listener: { handleLinkUp() {} },
  };
  new ServerLink(/** @type {any} */ (parts)).start();
  await Promise.resolve();
  socket.onopen();
  const times = { serverTimeMs: 1, tokenExpiresAtMs: 1 + 4 * 3_600_000, pingIntervalMs: INTERVAL_MS };
  const window = { windowEntries: 1, windowBytes: 1, lastIncarnation: '0' };
  const welcome = FrameCodec.encode({ type: 'welcome', session: UUID, account: UUID, ...times, ...window });
  socket.onmessage({ data: welcome });
  const fire = (/** @type {number} */ atMs) => {
    const at = armed.findIndex(({ delayMs }) => delayMs <= INTERVAL_MS);
    const [{ then }] = armed.splice(at, 1);
    nowMs = atMs;
    then();
  };
  return { sent, fire };
}

test('a timer that comes a little early does not end the pings', async () => {
  const { sent, fire } = await welcomed();

  fire(INTERVAL_MS - 1);
  assert.deepEqual(sent, ['hello']);
  fire(INTERVAL_MS);

  assert.deepEqual(sent, ['hello', 'ping']);
});

/** What a link without a session says of a token that it does not get. @param {Error} failure */
async function withoutToken(failure) {
  /** @type {string[]} */
  const told = [];
  const parts = {
    server: 'http://127.0.0.1',
    tokens: { access: () => Promise.reject(failure) },
    timers: { after: () => () => {} },
    listener: {
      handleLinkDown: (/** @type {string} */ reason) => told.push('down: ' + reason),
      handleLinkStopped: (/** @type {number} */ code, /** @type {string} */ reason) => told.push(`${code}: ${reason}`),
    },
  };
  new ServerLink(/** @type {any} */ (parts)).start();
  await new Promise((done) => setImmediate(done));
  return told;
}

test('SES-12 only what the server itself says ends a device for good', async () => {
  assert.deepEqual(await withoutToken(new ApiError(401, 'bad-refresh-token', 'unknown')), [
    '4201: sign in again: unknown',
  ]);
  for (const code of ['unauthenticated', 'origin-not-allowed', 'forbidden', 'rate-limited', 'of-tomorrow']) {
    assert.deepEqual(await withoutToken(new ApiError(403, code, 'no')), ['down: no']);
  }
  assert.deepEqual(await withoutToken(new ApiError(0, 'not-the-server', 'a portal')), ['down: a portal']);
});
