import { viaOfPair } from '../path/Via.js';

/**
 * What a connection knows of its way.
 *
 * @typedef {object} RtcStats
 * @property {string} pair the selected candidate pair in words, empty for none
 * @property {import('../path/PairEnd.js').PairEnd | undefined} local own end of it
 * @property {import('../path/PairEnd.js').PairEnd | undefined} remote
 * @property {import('../path/Via.js').Via | undefined} via the way that the pair stands for
 * @property {number} rttMs round trip of the last check, -1 for unknown
 * @property {number} bytesSent on the wire, since the connection began
 * @property {number} bytesReceived
 */

/** @type {RtcStats} */
export const NO_STATS = Object.freeze({
  pair: '',
  local: undefined,
  remote: undefined,
  via: undefined,
  rttMs: -1,
  bytesSent: 0,
  bytesReceived: 0,
});

/** Reads a report of `getStats()` (W3C webrtc-stats). @param {RTCStatsReport} report @returns {RtcStats} */
export function readStats(report) {
  /** @type {Map<string, any>} */
  const all = new Map();
  report.forEach((value, key) => all.set(key, value));
  const pair = selectedPair([...all.values()], all);
  if (!pair) {
    return NO_STATS;
  }
  const candidates = [all.get(pair.localCandidateId), all.get(pair.remoteCandidateId)];
  const [local, remote] = candidates.map(end);
  return {
    pair: candidates.map(words).join(' - '),
    local,
    remote,
    via: viaOfPair(local, remote),
    rttMs: typeof pair.currentRoundTripTime === 'number' ? pair.currentRoundTripTime * 1000 : -1,
    bytesSent: pair.bytesSent ?? 0,
    bytesReceived: pair.bytesReceived ?? 0,
  };
}

/** @param {any[]} entries @param {Map<string, any>} all */
function selectedPair(entries, all) {
  const transport = entries.find((one) => one.type === 'transport' && one.selectedCandidatePairId);
  return transport
    ? all.get(transport.selectedCandidatePairId)
    : entries.find((one) => one.type === 'candidate-pair' && one.nominated && one.state === 'succeeded');
}

/** @param {any} candidate @returns {import('../path/PairEnd.js').PairEnd | undefined} */
function end(candidate) {
  return (
    candidate && {
      type: candidate.candidateType ?? 'unknown',
      protocol: candidate.protocol ?? 'unknown',
      relayProtocol: candidate.relayProtocol ?? '',
    }
  );
}

/** @param {any} candidate */
function words(candidate) {
  if (!candidate) {
    return 'unknown';
  }
  const address = candidate.address || candidate.ip || 'hidden address';
  return `${candidate.candidateType} ${address}:${candidate.port ?? '?'} ${candidate.protocol ?? ''}`.trim();
}
