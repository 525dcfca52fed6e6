import { whySentence } from './path/PathWhy.js';
import { viaOf } from './path/Via.js';

/**
 * How a device is reached, and why.
 *
 * @typedef {object} PathInfo
 * @property {string} device
 * @property {'direct' | 'relay' | 'none'} path
 * @property {import('./path/Via.js').Via} via the way as exactly as it is known (PTH-6)
 * @property {number} generation grows with each change
 * @property {string} reason what changed last
 * @property {string} why the same in a sentence for a person
 * @property {string} candidatePair the selected pair of the data channel, empty for none
 * @property {string} localType type of the own candidate in it: `host`, `srflx`, `prflx` or `relay`; empty for none
 * @property {string} remoteType type of the other side's
 * @property {number} rttMs round trip of the data channel, 0 for unknown
 * @property {string[]} tried what was tried, latest last
 * @property {number} hedges how often a pong of a channel was late, so that entries went by the server as well (PTH-3)
 * @property {import('./signaling/LadderCounters.js').LadderCounters | undefined} ladder what recovery has done (SIG-12)
 * @property {number} bytesSent over the present connection
 * @property {number} bytesReceived
 */

/**
 * Puts together what the core, the connection and the ladder know.
 *
 * @param {import('./core/PathView.js').PathView} view
 * @param {import('./drivers/StatsReader.js').RtcStats} stats
 * @param {import('./path/ChannelTries.js').ChannelTries} tries
 * @param {import('./signaling/LadderCounters.js').LadderCounters | undefined} ladder
 * @returns {PathInfo}
 */
export function pathInfo(view, { pair, local, remote, rttMs, bytesSent, bytesReceived }, tries, ladder) {
  const via = viaOf(view.path, local, remote);
  const { rung, reason } = tries;
  const { relay, ...known } = view;
  return {
    ...known,
    via,
    why: whySentence(via, tries),
    candidatePair: pair,
    localType: local?.type ?? '',
    remoteType: remote?.type ?? '',
    rttMs: rttMs >= 0 ? rttMs : view.rttMs,
    tried: [...view.tried, rung === 'absent' ? reason : `${rung}: ${reason}`],
    ladder: ladder && { ...ladder, relay },
    bytesSent,
    bytesReceived,
  };
}
