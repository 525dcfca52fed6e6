import assert from 'node:assert/strict';
import { IceRefresh } from '../../lib/signaling/IceRefresh.js';
import { cases, runSteps } from '../vectors.js';

/** @typedef {import('../vectors.js').Plain} Plain */

/** An IceRefresh as its vectors drive it. @returns {import('../vectors.js').CoreUnderTest} */
function refresh() {
  const core = new IceRefresh();
  /** @type {Record<string, (step: Plain, nowMs: number) => void>} */
  const inputs = {
    wanted: ({ wanted }, nowMs) => core.handleWanted(wanted, nowMs),
    connecting: ({ waits }, nowMs) => assert.equal(core.handleConnecting(nowMs), waits),
    demand: (_, nowMs) => core.handleDemand(nowMs),
    answered: ({ lifeMs, random }, nowMs) => core.handleAnswered(lifeMs, random, nowMs),
    failed: ({ random }, nowMs) => core.handleFailed(random, nowMs),
    timeout: (_, nowMs) => core.handleTimeout(nowMs),
  };
  return {
    take: (input, step, nowMs) => inputs[input](step, nowMs),
    poll: () => {
      const effect = core.poll();
      return effect && { effect };
    },
    deadline: () => core.deadline(),
  };
}

runSteps(cases('ice'), refresh);
