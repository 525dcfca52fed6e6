// Asks the server by HTTP and WebSocket, for the checks of the connection. It needs no account.

/** Of several tries the one with the shortest round trip tells the clocks apart best (RFC 5905 §8). */
const SAMPLES = 3;

/** A server that needs longer is as good as away. */
const ANSWER_MS = 5_000;

/** @param {string} address */
async function get(address) {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(address, { cache: 'no-store', redirect: 'manual', signal });
  const body = await response.json().catch(() => undefined);
  return { response, body };
}

/** @param {string} base of the server @returns {Promise<import('../model/doctor.js').Reached>} */
export async function askServer(base) {
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
      const { response, body } = await get(`${base}/v1/time`);
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
    const { response, body } = await get(`${base}/readyz`);
    if (typeof body?.ready === 'boolean') {
      found.ready = response.ok && body.ready;
      const unwell = Object.entries(body.checks ?? {}).filter(([, well]) => well !== true);
      found.unwell = unwell.map(([name]) => name).join(', ');
    }
  } catch {
    found.answered = false;
  }
  return found;
}

/**
 * Opens a WebSocket and closes it: the server's answer to that has passed all that is in between, there and back.
 *
 * @param {string} base of the server
 * @returns {Promise<{ opened: boolean, clean: boolean, ms: number }>} how long the opening took
 */
export function openSocket(base) {
  return new Promise((done) => {
    const found = { opened: false, clean: false, ms: 0 };
    const beginMs = performance.now();
    const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/v1/connect`, 'plait.v1');
    const timer = setTimeout(() => end(false), ANSWER_MS);
    const end = (/** @type {boolean} */ clean) => {
      clearTimeout(timer);
      socket.close();
      done({ ...found, clean });
    };
    socket.onopen = () => {
      found.opened = socket.protocol === 'plait.v1';
      found.ms = performance.now() - beginMs;
      socket.close(1000, 'checked');
    };
    socket.onclose = ({ wasClean }) => end(wasClean);
  });
}
