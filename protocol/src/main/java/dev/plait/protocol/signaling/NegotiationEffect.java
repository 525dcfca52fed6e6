package dev.plait.protocol.signaling;

/**
 * What {@link Negotiation} wants done, in order. {@code connection} is a local number: one for each
 * peer connection that this side opens.
 */
public sealed interface NegotiationEffect {
  /** Open a peer connection with its one data channel. */
  record Open(long connection) implements NegotiationEffect {}

  /**
   * Make an offer and set it; then {@link Negotiation#handleLocalOffer}.
   *
   * @param connection the connection
   * @param iceRestart with fresh ICE credentials
   */
  record MakeOffer(long connection, boolean iceRestart) implements NegotiationEffect {}

  /** Take the own pending offer back. */
  record Rollback(long connection) implements NegotiationEffect {}

  /**
   * Set the remote offer, make an answer and set it; then {@link Negotiation#handleLocalAnswer}.
   */
  record TakeOffer(long connection, String sdp) implements NegotiationEffect {}

  /** Set the remote answer; then {@link Negotiation#handleAnswerTaken}. */
  record TakeAnswer(long connection, String sdp) implements NegotiationEffect {}

  /** Add a remote candidate; a failure is of no consequence. */
  record AddCandidate(long connection, SignalPayload.Candidate candidate)
      implements NegotiationEffect {}

  /** Close and dispose of the connection. */
  record Close(long connection, String reason) implements NegotiationEffect {}

  /** Send to the other device. */
  record Send(SignalPayload payload) implements NegotiationEffect {}

  /** Ask for ICE servers anew: those that are known did not help. */
  record WantServers() implements NegotiationEffect {}

  /** The other device broke a rule; what it sent was dropped. */
  record PeerViolation(String rule) implements NegotiationEffect {}
}
