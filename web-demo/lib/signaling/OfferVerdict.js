import { isOffering } from './SignalingState.js';

/**
 * What is to be done with an offer that came (SIG-2, SIG-3, SIG-5).
 *
 * - `adopt`: open a connection for it.
 * - `replace`: close the connection that is there, and open one for it.
 * - `take`: take it in the session that is there.
 * - `hold`: keep it until what is being done is done.
 * - `repeat-answer`: it was answered already: say so again.
 * - `yield`: two offers met, and this side gives way.
 * - `ignore`: two offers met, and the other side gives way.
 * - `stale`: it belongs to a connection that is over.
 *
 * @typedef {'adopt' | 'replace' | 'take' | 'hold' | 'repeat-answer' | 'yield' | 'ignore' | 'stale'} OfferVerdict
 */

/** @typedef {import('./Exchange.js').Exchange} Exchange */

/**
 * Decides. `offer` is not of a lower session than an offer that came before.
 *
 * @param {import('./SignalPayload.js').Offer} offer
 * @param {Exchange} exchange
 * @param {boolean} polite
 * @returns {OfferVerdict}
 */
export function verdictOn(offer, exchange, polite) {
  const state = exchange.state();
  if (state === 'idle') {
    return 'adopt';
  }
  if (offer.session === exchange.session()) {
    return inSession(offer, exchange, polite);
  }
  // With a remote description set, an own offer is a restart, and the other side has rebuilt.
  if (isOffering(state) && !exchange.hasRemoteDescription()) {
    return glare(state, polite);
  }
  return offer.session > exchange.session() ? 'replace' : 'stale';
}

/**
 * @param {import('./SignalPayload.js').Offer} offer
 * @param {Exchange} exchange
 * @param {boolean} polite
 * @returns {OfferVerdict}
 */
function inSession(offer, exchange, polite) {
  if (exchange.took(offer.round)) {
    return 'repeat-answer';
  }
  const state = exchange.state();
  if (isOffering(state)) {
    return glare(state, polite);
  }
  return state === 'stable' ? 'take' : 'hold';
}

/**
 * An own offer that is still being made cannot be rolled back yet.
 *
 * @param {import('./SignalingState.js').SignalingState} state
 * @param {boolean} polite
 * @returns {OfferVerdict}
 */
function glare(state, polite) {
  if (!polite) {
    return 'ignore';
  }
  return state === 'offering' ? 'hold' : 'yield';
}
