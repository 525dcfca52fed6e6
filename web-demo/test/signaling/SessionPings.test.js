import { SessionPings } from '../../lib/signaling/SessionPings.js';
import { cases, runSteps } from '../vectors.js';

/** @typedef {import('../vectors.js').Plain} Plain */

/** SessionPings as its vectors drive it. @returns {import('../vectors.js').CoreUnderTest} */
function pings() {
  const core = new SessionPings();
  /** @type {Record<string, (step: Plain, nowMs: number) => void>} */
  const inputs = {
    up: ({ intervalMs, tripMs }, nowMs) => core.handleUp(intervalMs, tripMs, nowMs),
    down: () => core.handleDown(),
    heard: () => core.handleHeard(),
    pong: ({ n }, nowMs) => core.handlePong(n, nowMs),
    doubt: (_, nowMs) => core.handleDoubt(nowMs),
    'network-changed': (_, nowMs) => core.handleNetworkChanged(nowMs),
    timeout: (_, nowMs) => core.handleTimeout(nowMs),
  };
  return {
    take: (input, step, nowMs) => inputs[input](step, nowMs),
    poll: () => core.poll(),
    deadline: () => core.deadline(),
  };
}

runSteps(cases('pings'), pings);
