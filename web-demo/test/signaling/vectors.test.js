import assert from 'node:assert/strict';
import { SignalPayloadCodec } from '../../lib/codec/SignalPayloadCodec.js';
import { Negotiation } from '../../lib/signaling/Negotiation.js';
import { cases, runSteps } from '../vectors.js';

/** @typedef {import('../vectors.js').Plain} Plain */

/** A Negotiation as its vectors drive it. @param {Plain} vector @returns {import('../vectors.js').CoreUnderTest} */
function negotiation({ self, remote }) {
  const core = new Negotiation(self, remote);
  /** @type {Record<string, (step: Plain, nowMs: number) => void>} */
  const inputs = {
    start: (_, nowMs) => core.handleStart(nowMs),
    stop: () => core.handleStop(),
    signal: ({ payload, malformed }, nowMs) => {
      const decoded = SignalPayloadCodec.decode(payload);
      assert.equal(decoded.ok, malformed !== true);
      if (decoded.ok) {
        core.handleSignal(decoded.payload, nowMs);
      }
    },
    'local-offer': ({ connection, sdp }, nowMs) => core.handleLocalOffer(connection, sdp, nowMs),
    'local-answer': ({ connection, sdp }, nowMs) => core.handleLocalAnswer(connection, sdp, nowMs),
    'answer-taken': ({ connection }, nowMs) => core.handleAnswerTaken(connection, nowMs),
    'local-candidate': ({ connection, mid, index, candidate }) =>
      core.handleLocalCandidate(connection, mid, index, candidate),
    ice: ({ connection, state }, nowMs) => core.handleIce(connection, state, nowMs),
    'channel-open': ({ connection }, nowMs) => core.handleChannelOpen(connection, nowMs),
    'channel-closed': ({ connection }, nowMs) => core.handleChannelClosed(connection, 'channel-closed', nowMs),
    failure: ({ connection, reason }, nowMs) => core.handleFailure(connection, reason, nowMs),
    'ping-dead': (_, nowMs) => core.handlePingDead(nowMs),
    alive: (_, nowMs) => core.handleAlive(nowMs),
    pair: ({ connection, localRelayed, remoteRelayed }, nowMs) =>
      core.handlePair(connection, localRelayed, remoteRelayed, nowMs),
    'servers-came': (_, nowMs) => core.handleServersCame(nowMs),
    'network-changed': (_, nowMs) => core.handleNetworkChanged(nowMs),
    'link-up': (_, nowMs) => core.handleLinkUp(nowMs),
    unreachable: (_, nowMs) => core.handleUnreachable(nowMs),
    timeout: (_, nowMs) => core.handleTimeout(nowMs),
  };
  return {
    take: (input, step, nowMs) => inputs[input](step, nowMs),
    poll: () => plain(core.poll()),
    deadline: () => core.deadline(),
    rungs: () => {
      const { iceRestart, rebuild, refresh, upgrade } = core.counters();
      return Object.fromEntries(
        Object.entries({ iceRestart, rebuild, refresh, upgrade }).map(([rung, counts]) => [
          rung,
          Object.values(counts),
        ]),
      );
    },
  };
}

/** @param {import('../../lib/signaling/NegotiationEffect.js').NegotiationEffect | null} effect @returns {Plain | null} */
function plain(effect) {
  switch (effect?.effect) {
    case 'send':
      return { effect: 'send', payload: SignalPayloadCodec.encode(effect.payload) };
    case 'add-candidate': {
      const { mid, index, candidate } = effect.candidate;
      return { effect: 'add-candidate', connection: effect.connection, mid, index, candidate };
    }
    case 'peer-violation':
      return { effect: 'violation', rule: effect.rule };
    default:
      return effect;
  }
}

runSteps(cases('signaling'), negotiation);
