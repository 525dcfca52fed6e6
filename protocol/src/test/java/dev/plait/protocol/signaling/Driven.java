package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.NegotiationEffect.AddCandidate;
import dev.plait.protocol.signaling.NegotiationEffect.Open;
import dev.plait.protocol.signaling.NegotiationEffect.Send;
import dev.plait.protocol.signaling.SignalPayload.Answer;
import dev.plait.protocol.signaling.SignalPayload.Candidate;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** One negotiation, driven by hand at the times that a test names. */
final class Driven {
  /** A description that is in order; nothing but its one fingerprint is looked at. */
  static final String SDP = "v=0\r\na=fingerprint:sha-256 AA\r\n";

  static final NegotiationLimits LIMITS = NegotiationLimits.standard();

  private static final UUID LOWER = new UUID(0, 1);
  private static final UUID HIGHER = new UUID(0, 2);

  final Negotiation negotiation;
  private long connection;

  private Driven(UUID self, UUID remote) {
    negotiation = new Negotiation(self, remote, LIMITS);
  }

  static Driven polite() {
    return new Driven(LOWER, HIGHER);
  }

  static Driven impolite() {
    return new Driven(HIGHER, LOWER);
  }

  /** The connection that was opened last. */
  long connection() {
    return connection;
  }

  /** Everything to do by now. */
  List<NegotiationEffect> drain() {
    List<NegotiationEffect> effects = new ArrayList<>();
    for (NegotiationEffect effect; (effect = negotiation.poll()) != null; ) {
      if (effect instanceof Open(long number)) {
        connection = number;
      }
      effects.add(effect);
    }
    return effects;
  }

  /** Everything to send by now; what else there is to do is dropped. */
  List<SignalPayload> sent() {
    return drain().stream()
        .filter(Send.class::isInstance)
        .map(effect -> ((Send) effect).payload())
        .toList();
  }

  /** The candidates to add by now, as text. */
  List<String> added() {
    return drain().stream()
        .filter(AddCandidate.class::isInstance)
        .map(effect -> ((AddCandidate) effect).candidate().candidate())
        .toList();
  }

  /** Lets time pass to the next deadline; returns when that was. */
  long timeOut() {
    long atMs = Objects.requireNonNull(negotiation.deadline(), "nothing is due").atMs();
    negotiation.handleTimeout(atMs);
    return atMs;
  }

  /** Starts and asks for the own first offer; returns when. */
  long attempt(long nowMs) {
    negotiation.handleStart(nowMs);
    long atMs = timeOut();
    drain();
    return atMs;
  }

  /** Starts, and sends the own first offer; the offer is returned. */
  Offer offer(long nowMs) {
    return offerMade(attempt(nowMs));
  }

  /** The own offer that was asked for is made. */
  Offer offerMade(long nowMs) {
    negotiation.handleLocalOffer(connection, SDP, nowMs);
    return (Offer) sent().getFirst();
  }

  /** Starts, offers, takes the answer, opens the channel; the session is returned. */
  long open(long nowMs) {
    Offer offer = offer(nowMs);
    negotiation.handleSignal(answerTo(offer), nowMs);
    negotiation.handleAnswerTaken(connection, nowMs);
    negotiation.handleChannelOpen(connection, nowMs);
    drain();
    return offer.session();
  }

  /** Takes an offer and answers it; the answer is returned. */
  Answer answer(Offer offer, long nowMs) {
    negotiation.handleSignal(offer, nowMs);
    drain();
    negotiation.handleLocalAnswer(connection, SDP, nowMs);
    return (Answer) sent().getFirst();
  }

  void ice(IceState state, long nowMs) {
    negotiation.handleIce(connection, state, nowMs);
  }

  static Offer offered(long session, int round) {
    return new Offer(session, round, SDP);
  }

  static Answer answerTo(Offer offer) {
    return new Answer(offer.session(), offer.round(), SDP);
  }

  static Candidate candidate(long session, String text) {
    return new Candidate(session, "0", 0, text);
  }
}
