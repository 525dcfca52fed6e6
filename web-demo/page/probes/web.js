// Asks the server by HTTP and WebSocket, for the checks of the connection. It needs no account.
import { within } from './within.js';

/** Of several tries the one with the shortest round trip tells the clocks apart best (RFC 5905 §8). */
const SAMPLES = 3;

/** A server that needs longer is as good as away. */
const ANSWER_MS = 5_000;

/**
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<{ response: Response, body: any }>} the body undefined when it is not JSON
 */
async function get(address, signal) {
  const ends = new AbortController();
  const asked = fetch(address, { cache: 'no-store', redirect: 'manual', signal: ends.signal });
  const read = asked.then(async (response) => ({ response, body: parsed(await response.text()) }));
  try {
    return await within(ANSWER_MS, signal, read);
  } finally {
    ends.abort();
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} base of the server
 * @param {AbortSignal} signal ends it
 * @returns {Promise<import('../model/doctor.js').Reached>}
 */
export async function askServer(base, signal) {
  /** @type {import('../model/doctor.js').Reached} */
  const found = {
    online: navigator.onLine,
    answered: false,
    redirected: false,
    status: 0,
    node: false,
    ready: undefined,
    unwell: '',
    roundTripMs: Infinity,
    aheadMs: 0,
  };
  try {
    for (let i = 0; i < SAMPLES; i++) {
      const beginMs = performance.now();
      const atMs = Date.now();
      const { response, body } = await get(`${base}/v1/time`, signal);
      const roundTripMs = performance.now() - beginMs;
      found.redirected = response.type === 'opaqueredirect';
      found.answered = !found.redirected;
      found.status = response.status;
      found.node = typeof body?.timeMs === 'number';
      if (roundTripMs < found.roundTripMs) {
        found.roundTripMs = roundTripMs;
        found.aheadMs = atMs + roundTripMs / 2 - body?.timeMs;
      }
      if (!found.node) return found;
    }
  } catch {
    return { ...found, answered: false, node: false };
  }
  return { ...found, ...(await askReady(base, signal)) };
}

/** @param {string} base @param {AbortSignal} signal @returns {Promise<{ ready?: boolean, unwell?: string }>} nothing where it is not told */
async function askReady(base, signal) {
  try {
    const { response, body } = await get(`${base}/readyz`, signal);
    if (typeof body?.ready !== 'boolean') return {};
    const unwell = Object.entries(body.checks ?? {}).filter(([, well]) => well !== true);
    return { ready: response.ok && body.ready, unwell: unwell.map(([name]) => name).join(', ') };
  } catch {
    return {};
  }
}

/**
 * Opens a WebSocket and closes it: the server's answer to that has passed all that is in between, there and back.
 *
 * @param {string} base of the server
 * @param {AbortSignal} signal ends it
 * @returns {Promise<{ opened: boolean, clean: boolean, ms: number }>} how long the opening took
 */
export async function openSocket(base, signal) {
  const found = { opened: false, clean: false, ms: 0 };
  const beginMs = performance.now();
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/v1/connect`, 'plait.v1');
  const closed = new Promise((done) => (socket.onclose = ({ wasClean }) => done(wasClean)));
  socket.onopen = () => {
    found.opened = socket.protocol === 'plait.v1';
    found.ms = performance.now() - beginMs;
    socket.close(1000, 'checked');
  };
  found.clean = await within(ANSWER_MS, signal, closed).catch(() => false);
  socket.close();
  return found;
}
