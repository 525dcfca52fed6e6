package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.SignalPayload.Offer;

/** What is to be done with an offer that came (SIG-2, SIG-3, SIG-5). */
enum OfferVerdict {
  /** Open a connection for it. */
  ADOPT,
  /** Close the connection that is there, and open one for it. */
  REPLACE,
  /** Take it in the session that is there. */
  TAKE,
  /** Keep it until what is being done is done. */
  HOLD,
  /** It was answered already: say so again. */
  REPEAT_ANSWER,
  /** Two offers met, and this side gives way. */
  YIELD,
  /** Two offers met, and the other side gives way. */
  IGNORE,
  /** It belongs to a connection that is over. */
  STALE;

  /** Decides. {@code offer} is not of a lower session than an offer that came before. */
  static OfferVerdict on(Offer offer, Exchange exchange, boolean polite) {
    SignalingState state = exchange.state();
    if (state == SignalingState.IDLE) {
      return ADOPT;
    }
    if (offer.session() == exchange.session()) {
      return inSession(offer, exchange, polite);
    }
    // With a remote description set, an own offer is a restart, and the other side has rebuilt.
    if (state.offering() && !exchange.hasRemoteDescription()) {
      return glare(state, polite);
    }
    return offer.session() > exchange.session() ? REPLACE : STALE;
  }

  private static OfferVerdict inSession(Offer offer, Exchange exchange, boolean polite) {
    if (exchange.took(offer.round())) {
      return REPEAT_ANSWER;
    }
    SignalingState state = exchange.state();
    if (state.offering()) {
      return glare(state, polite);
    }
    return state == SignalingState.STABLE ? TAKE : HOLD;
  }

  /** An own offer that is still being made cannot be rolled back yet. */
  private static OfferVerdict glare(SignalingState state, boolean polite) {
    if (!polite) {
      return IGNORE;
    }
    return state == SignalingState.OFFERING ? HOLD : YIELD;
  }
}
