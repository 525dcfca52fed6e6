import { PathSelector } from '../../lib/path/PathSelector.js';
import { cases, runSteps } from '../vectors.js';

/** @typedef {import('../vectors.js').Plain} Plain */

/** A PathSelector as its vectors drive it. @param {Plain} vector @returns {import('../vectors.js').CoreUnderTest} */
function selector({ pingIntervalMs, busyPingMs, lateMs, doubtMs, pongDeadlineMs, generation }) {
  const core = new PathSelector({ pingIntervalMs, busyPingMs, lateMs, doubtMs, pongDeadlineMs }, generation);
  /** @type {Record<string, (step: Plain, nowMs: number) => void>} */
  const inputs = {
    'relay-up': (_, nowMs) => core.handleRelayUp(nowMs),
    'relay-down': (_, nowMs) => core.handleRelayDown(nowMs),
    'channel-open': ({ channel }, nowMs) => core.handleChannelOpen(channel, nowMs),
    pong: ({ channel, n }, nowMs) => core.handlePong(channel, n, nowMs),
    used: () => core.handleUsed(),
    'channel-closed': ({ channel }, nowMs) => core.handleChannelClosed(channel, nowMs),
    doubt: (_, nowMs) => core.handleDoubt(nowMs),
    timeout: (_, nowMs) => core.handleTimeout(nowMs),
  };
  /** @type {Record<string, string>} */
  const words = { 'send-ping': 'ping', 'path-changed': 'path', 'beside-changed': 'beside' };
  return {
    take: (input, step, nowMs) => inputs[input](step, nowMs),
    poll: () => {
      const effect = core.poll();
      return effect && { ...effect, effect: words[effect.effect] ?? effect.effect };
    },
    deadline: () => core.deadline(),
  };
}

runSteps(cases('path'), selector);
