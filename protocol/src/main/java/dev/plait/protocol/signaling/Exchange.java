package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.SignalPayload.Answer;
import dev.plait.protocol.signaling.SignalPayload.Bye;
import dev.plait.protocol.signaling.SignalPayload.Candidate;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of descriptions and candidates on the current connection. Does one step at a time
 * and says it as effects; which step is {@link Negotiation}'s to decide. Not thread-safe.
 */
final class Exchange {
  private final Queue<NegotiationEffect> effects;
  private final Candidates candidates = new Candidates();

  private SignalingState state = SignalingState.IDLE;
  private long connection;
  private long session;
  private int localRound;
  private int answeredRound;
  private @Nullable Offer ownOffer;
  private @Nullable Answer ownAnswer;
  private @Nullable Offer takenOffer;
  private @Nullable Offer heldOffer;
  private long overSession;
  private String takenAnswer = "";

  Exchange(Queue<NegotiationEffect> effects) {
    this.effects = effects;
  }

  SignalingState state() {
    return state;
  }

  long session() {
    return session;
  }

  /** Whether {@code number} is the connection that is there. */
  boolean isCurrent(long number) {
    return number == connection && state != SignalingState.IDLE;
  }

  boolean hasRemoteDescription() {
    return candidates.remoteReady();
  }

  /** Whether the other side's offer of {@code round} was answered, or is being answered. */
  boolean took(int round) {
    Offer taken = takenOffer;
    return round <= answeredRound || (taken != null && round <= taken.round());
  }

  /** Opens the next connection. */
  void open(long newSession) {
    session = newSession;
    connection++;
    localRound = 0;
    answeredRound = 0;
    ownAnswer = null;
    candidates.begin(newSession);
    emit(new NegotiationEffect.Open(connection));
  }

  /**
   * Whether a {@code bye} explains why the last session has ended, and nothing has come of another
   * one.
   */
  boolean explains(Bye bye) {
    boolean alone = state == SignalingState.IDLE || (state.offering() && !candidates.remoteReady());
    return bye.session() == overSession && alone;
  }

  void close(String reason) {
    overSession = session;
    transition(SignalingState.IDLE, reason);
    ownOffer = null;
    takenOffer = null;
    heldOffer = null;
    emit(new NegotiationEffect.Close(connection, reason));
  }

  void makeOffer(boolean iceRestart) {
    transition(SignalingState.OFFERING, iceRestart ? "ice-restart" : "attempt");
    emit(new NegotiationEffect.MakeOffer(connection, iceRestart));
  }

  /** The offer is made and set; it is not sent yet. */
  void offerMade(String sdp) {
    transition(SignalingState.HAVE_LOCAL_OFFER, "offer-made");
    localRound++;
    candidates.describeOwn(SessionDescriptions.ufrag(sdp));
    ownOffer = new Offer(session, localRound, sdp);
  }

  void sendOffer() {
    Offer offer = ownOffer;
    if (offer == null) {
      throw new IllegalStateException("no offer to send in " + state);
    }
    send(offer);
    sendOwnCandidates();
  }

  void takeOffer(Offer offer) {
    transition(SignalingState.ANSWERING, "offer-came");
    takenOffer = offer;
    emit(new NegotiationEffect.TakeOffer(connection, offer.sdp()));
  }

  /** Takes the own offer back and answers the other one, in its session. */
  void yieldTo(Offer offer) {
    emit(new NegotiationEffect.Rollback(connection));
    ownOffer = null;
    if (offer.session() != session) {
      session = offer.session();
      localRound = 0;
      candidates.keepOnly(session);
    }
    takeOffer(offer);
  }

  /** The answer is made and set. */
  void answerMade(String sdp) {
    Offer taken = takenOffer;
    if (taken == null) {
      throw new IllegalStateException("nothing to answer in " + state);
    }
    answeredRound = taken.round();
    takenOffer = null;
    candidates.describeOwn(SessionDescriptions.ufrag(sdp));
    ownAnswer = new Answer(session, answeredRound, sdp);
    send(ownAnswer);
    sendOwnCandidates();
    stable("answered", taken.sdp());
  }

  /**
   * Sends the answer again if {@code offer} is the one that it answered; tells whether. Also with
   * an offer of its own out: else two offers in one session could wait for each other for good.
   */
  boolean repeatAnswer(Offer offer) {
    Answer answer = ownAnswer;
    if (answer == null || offer.round() != answeredRound || state.takingRemote()) {
      return false;
    }
    send(answer);
    sendOwnCandidates();
    return true;
  }

  /** Whether {@code answer} belongs to the offer that is out. */
  boolean awaits(Answer answer) {
    return state == SignalingState.HAVE_LOCAL_OFFER
        && answer.session() == session
        && answer.round() == localRound;
  }

  void takeAnswer(Answer answer) {
    transition(SignalingState.TAKING_ANSWER, "answer-came");
    ownOffer = null;
    takenAnswer = answer.sdp();
    emit(new NegotiationEffect.TakeAnswer(connection, answer.sdp()));
  }

  void answerTaken() {
    stable("answer-taken", takenAnswer);
  }

  void hold(Offer offer) {
    heldOffer = offer;
  }

  /** What was held, now to be looked at again; null for nothing. */
  @Nullable Offer releaseHeld() {
    Offer held = heldOffer;
    heldOffer = null;
    return held;
  }

  /** A candidate goes out after the description that it belongs to. */
  void localCandidate(Candidates.Own own) {
    boolean describing = state == SignalingState.OFFERING || state == SignalingState.ANSWERING;
    if (describing || candidates.ownFits(own)) {
      candidates.addOwn(own);
    }
    if (!describing && candidates.ownFits(own)) {
      send(own.in(session));
    }
  }

  /** Adds or holds a candidate of this session, or of one to come. */
  void remoteCandidate(Candidate candidate) {
    if (inSession(candidate) && candidates.remoteFits(candidate) && !state.takingRemote()) {
      emit(new NegotiationEffect.AddCandidate(connection, candidate));
    } else {
      candidates.hold(candidate);
    }
  }

  /** Whether {@code payload} belongs to the connection that is there. */
  boolean inSession(SignalPayload payload) {
    return state != SignalingState.IDLE && payload.session() == session;
  }

  void sayBye() {
    send(new Bye(session));
  }

  private void stable(String reason, String remoteSdp) {
    transition(SignalingState.STABLE, reason);
    candidates
        .releaseHeld(session, SessionDescriptions.ufrag(remoteSdp))
        .forEach(held -> emit(new NegotiationEffect.AddCandidate(connection, held)));
  }

  private void sendOwnCandidates() {
    candidates.own().forEach(own -> send(own.in(session)));
  }

  private void send(SignalPayload payload) {
    emit(new NegotiationEffect.Send(payload));
  }

  private void emit(NegotiationEffect effect) {
    effects.add(effect);
  }

  private void transition(SignalingState to, String reason) {
    if (!state.mayBecome(to)) {
      throw new IllegalStateException(state + " to " + to + ": " + reason);
    }
    state = to;
  }
}
