/** @typedef {import('./PairEnd.js').PairEnd} PairEnd */

/**
 * The way that entries take, as exactly as can be told (PTH-6).
 *
 * - `none`: there is none: entries wait.
 * - `relay`: the server's relay, or its store.
 * - `direct`: a data channel from device to device over UDP, or one of which no more is known.
 * - `direct-tcp`: the same over TCP (RFC 6544).
 * - `turn-udp`, `turn-tcp`, `turn-tls`: a data channel over an own TURN server, reached so.
 * - `turn-remote`: a data channel over the other side's TURN server only.
 *
 * @typedef {'none' | 'relay' | 'direct' | 'direct-tcp' | 'turn-udp' | 'turn-tcp' | 'turn-tls' | 'turn-remote'} Via
 */

/**
 * The way of a path.
 *
 * @param {string} path
 * @param {PairEnd | undefined} local own end of the channel's pair
 * @param {PairEnd | undefined} remote
 * @returns {Via}
 */
export function viaOf(path, local, remote) {
  if (path !== 'direct') {
    return path === 'none' ? 'none' : 'relay';
  }
  return viaOfPair(local, remote);
}

/** The way of a data channel. @param {PairEnd | undefined} local @param {PairEnd | undefined} remote @returns {Via} */
export function viaOfPair(local, remote) {
  if (local?.type === 'relay') {
    const { relayProtocol } = local;
    return relayProtocol === 'tls' ? 'turn-tls' : relayProtocol === 'tcp' ? 'turn-tcp' : 'turn-udp';
  }
  if (remote?.type === 'relay') {
    return 'turn-remote';
  }
  return local?.protocol === 'tcp' ? 'direct-tcp' : 'direct';
}

/** Whether a TURN server passes the entries on. @param {Via} via */
export function isTurn(via) {
  return via.startsWith('turn');
}
