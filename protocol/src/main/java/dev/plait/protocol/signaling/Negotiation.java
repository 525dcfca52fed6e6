package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.Ladder.Cause;
import dev.plait.protocol.signaling.Ladder.Phase;
import dev.plait.protocol.signaling.SignalPayload.Answer;
import dev.plait.protocol.signaling.SignalPayload.Bye;
import dev.plait.protocol.signaling.SignalPayload.Candidate;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.ArrayDeque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates one direct connection with one peer device and keeps it alive: perfect negotiation
 * (W3C webrtc §10.7) with the lexically smaller device id polite, and the recovery ladder ICE
 * restart → rebuild with backoff (the relay carries on all the while).
 *
 * <p>Inputs are {@code handle*} methods, outputs are drained by {@link #poll()}, and {@link
 * #deadline()} says when to call {@link #handleTimeout}. Events of a connection that is no longer
 * the current one are ignored. Not thread-safe: one owner thread.
 */
public final class Negotiation {
  /** What is going on with session descriptions. */
  private enum State {
    IDLE,
    OFFERING,
    HAVE_LOCAL_OFFER,
    ANSWERING,
    TAKING_ANSWER,
    STABLE
  }

  private final boolean polite;
  private final NegotiationLimits limits;
  private final Ladder ladder;
  private final Tally tally = new Tally();
  private final Candidates candidates = new Candidates();
  private final ArrayDeque<NegotiationEffect> effects = new ArrayDeque<>();

  private State state = State.IDLE;
  private long connection;
  private long session;
  private long highestSession;
  private long highestRemoteSession;
  private int localRound;
  private int answeredRound;
  private @Nullable Offer ownOffer;
  private @Nullable Answer ownAnswer;
  private @Nullable Offer takenOffer;
  private @Nullable Offer heldOffer;
  private long resendAtMs;

  /**
   * Makes a stopped negotiation.
   *
   * @param self own device
   * @param remote the peer device, another one
   * @param limits times
   */
  public Negotiation(UUID self, UUID remote, NegotiationLimits limits) {
    int order = self.toString().compareTo(remote.toString());
    if (order == 0) {
      throw new IllegalArgumentException("a device cannot negotiate with itself: " + self);
    }
    this.polite = order < 0;
    this.limits = limits;
    this.ladder = new Ladder(limits, polite);
  }

  /** Wants a connection from now on. Does nothing when it already does. */
  public void handleStart(long nowMs) {
    if (ladder.phase() == Phase.STOPPED) {
      ladder.start(nowMs);
    }
  }

  /** Wants no connection any more: says goodbye, closes, and refuses offers. */
  public void handleStop() {
    if (state != State.IDLE) {
      emit(new NegotiationEffect.Send(new Bye(session)));
      close("stopped");
    }
    ladder.stop();
  }

  /** Takes what the other device sent. */
  public void handleSignal(SignalPayload payload, long nowMs) {
    switch (payload) {
      case Offer offer -> offerCame(offer, nowMs);
      case Answer answer -> answerCame(answer);
      case Candidate candidate -> candidateCame(candidate);
      case Bye bye -> byeCame(bye, nowMs);
    }
  }

  /** The offer asked for is made and set. */
  public void handleLocalOffer(long ofConnection, String sdp, long nowMs) {
    if (ofConnection != connection || state != State.OFFERING) {
      return;
    }
    state = State.HAVE_LOCAL_OFFER;
    localRound++;
    ownOffer = new Offer(session, localRound, sdp);
    Offer held = heldOffer;
    if (held != null) {
      heldOffer = null;
      offerCame(held, nowMs);
    } else {
      sendOffer(nowMs);
    }
  }

  /** The remote offer is set, and the answer to it made and set. */
  public void handleLocalAnswer(long ofConnection, String sdp, long nowMs) {
    Offer taken = takenOffer;
    if (ofConnection != connection || state != State.ANSWERING || taken == null) {
      return;
    }
    answeredRound = taken.round();
    takenOffer = null;
    ownAnswer = new Answer(session, answeredRound, sdp);
    emit(new NegotiationEffect.Send(ownAnswer));
    candidates.own().forEach(own -> emit(new NegotiationEffect.Send(own.in(session))));
    becameStable(nowMs);
  }

  /** The remote answer is set. */
  public void handleAnswerTaken(long ofConnection, long nowMs) {
    if (ofConnection == connection && state == State.TAKING_ANSWER) {
      becameStable(nowMs);
    }
  }

  /** An operation on the connection failed; it cannot be trusted any more. */
  public void handleFailure(long ofConnection, String reason, long nowMs) {
    if (ofConnection == connection && state != State.IDLE) {
      rebuild(reason, nowMs);
    }
  }

  /** The connection found a way that it can be reached by. */
  public void handleLocalCandidate(long ofConnection, String mid, int index, String candidate) {
    if (ofConnection != connection || state == State.IDLE) {
      return;
    }
    Candidates.Own own = new Candidates.Own(mid, index, candidate);
    candidates.addOwn(own);
    if (state != State.OFFERING && state != State.ANSWERING) {
      emit(new NegotiationEffect.Send(own.in(session)));
    }
  }

  /** The ICE agent changed its mind. */
  public void handleIce(long ofConnection, IceState ice, long nowMs) {
    if (ofConnection != connection || state == State.IDLE) {
      return;
    }
    switch (ice) {
      case CHECKING -> {}
      case CONNECTED -> {
        if (ladder.iceRecovers()) {
          recovered("ice-connected", nowMs);
        }
      }
      case DISCONNECTED -> {
        if (ladder.phase() == Phase.OPEN) {
          ladder.suspect(nowMs);
        }
      }
      case FAILED -> {
        switch (ladder.phase()) {
          case OPEN, SUSPECT -> restart(Cause.ICE, "ice-failed", nowMs);
          case CONNECTING -> rebuild("ice-failed", nowMs);
          case STOPPED, WAITING, RESTARTING -> {}
        }
      }
    }
  }

  /** The data channel is open. */
  public void handleChannelOpen(long ofConnection, long nowMs) {
    if (ofConnection == connection && ladder.phase() == Phase.CONNECTING) {
      tally.opens++;
      ladder.open("channel-open", nowMs);
    }
  }

  /** The data channel closed without this side having asked for it. */
  public void handleChannelClosed(long ofConnection, String reason, long nowMs) {
    handleFailure(ofConnection, reason, nowMs);
  }

  /** The path layer missed its ping deadline on the open channel. */
  public void handlePingDead(long nowMs) {
    if (ladder.phase() == Phase.OPEN || ladder.phase() == Phase.SUSPECT) {
      restart(Cause.PING, "ping-dead", nowMs);
    }
  }

  /** Something came through the channel: whatever was wrong is over. */
  public void handleAlive(long nowMs) {
    if (ladder.phase() == Phase.RESTARTING) {
      recovered("alive", nowMs);
    }
  }

  /** Does what is due. */
  public void handleTimeout(long nowMs) {
    if (ladder.expired(nowMs)) {
      switch (ladder.phase()) {
        case WAITING -> attempt(nowMs);
        case CONNECTING -> rebuild("connect-timeout", nowMs);
        case SUSPECT -> restart(Cause.ICE, "ice-disconnected", nowMs);
        case RESTARTING -> rebuild("restart-timeout", nowMs);
        case STOPPED, OPEN -> {}
      }
    }
    offerRestartIfDue(nowMs);
    if (state == State.HAVE_LOCAL_OFFER && nowMs >= resendAtMs) {
      tally.resends++;
      sendOffer(nowMs);
    }
  }

  /** Takes the next thing to do; null when there is nothing. */
  public @Nullable NegotiationEffect poll() {
    return effects.poll();
  }

  /** When to call {@link #handleTimeout} next; null for never. */
  public @Nullable Deadline deadline() {
    Deadline next = ladder.deadline(state == State.STABLE);
    if (state == State.HAVE_LOCAL_OFFER && (next == null || resendAtMs < next.atMs())) {
      return new Deadline(resendAtMs, Deadline.Reason.RESEND);
    }
    return next;
  }

  /** Whether this side gives way when two offers meet. */
  public boolean polite() {
    return polite;
  }

  /** The rung and why it was taken, for a person: {@code open: channel-open}. */
  public String describe() {
    return ladder.phase().name().toLowerCase(java.util.Locale.ROOT) + ": " + ladder.reason();
  }

  /** Whether the current connection's channel has opened and not been given up. */
  public boolean open() {
    return switch (ladder.phase()) {
      case OPEN, SUSPECT, RESTARTING -> true;
      case STOPPED, WAITING, CONNECTING -> false;
    };
  }

  /** How often each rung was taken. */
  public LadderCounters counters() {
    return tally.snapshot();
  }

  private void offerCame(Offer offer, long nowMs) {
    if (!SessionDescriptions.hasOneFingerprint(offer.sdp())) {
      emit(new NegotiationEffect.PeerViolation("offer-needs-one-fingerprint"));
      return;
    }
    if (ladder.phase() == Phase.STOPPED) {
      emit(new NegotiationEffect.Send(new Bye(offer.session())));
      return;
    }
    if (offer.session() < highestRemoteSession) {
      tally.stale++;
      return;
    }
    highestRemoteSession = offer.session();
    highestSession = Math.max(highestSession, offer.session());
    if (state == State.IDLE) {
      adopt(offer, nowMs);
    } else if (offer.session() == session) {
      offerInSession(offer);
    } else if (state == State.OFFERING || state == State.HAVE_LOCAL_OFFER) {
      offerOfOtherSession(offer, nowMs);
    } else if (offer.session() > session) {
      close("replaced-by-peer");
      adopt(offer, nowMs);
    } else {
      tally.stale++;
    }
  }

  /** Two first offers meet, or the other side rebuilds while this one asks for a restart. */
  private void offerOfOtherSession(Offer offer, long nowMs) {
    if (candidates.remoteReady()) {
      if (offer.session() > session) {
        close("replaced-by-peer");
        adopt(offer, nowMs);
      } else {
        tally.stale++;
      }
      return;
    }
    glare(offer);
  }

  private void offerInSession(Offer offer) {
    Offer taken = takenOffer;
    if (offer.round() <= answeredRound || (taken != null && offer.round() <= taken.round())) {
      repeatAnswer(offer);
      return;
    }
    switch (state) {
      case STABLE -> take(offer);
      case ANSWERING, TAKING_ANSWER -> heldOffer = offer;
      case OFFERING, HAVE_LOCAL_OFFER -> glare(offer);
      case IDLE -> throw new IllegalStateException("an offer in a session that is not there");
    }
  }

  private void glare(Offer offer) {
    tally.glares++;
    if (!polite) {
      return;
    }
    if (state == State.OFFERING) {
      heldOffer = offer;
      return;
    }
    emit(new NegotiationEffect.Rollback(connection));
    ownOffer = null;
    if (offer.session() != session) {
      session = offer.session();
      localRound = 0;
      candidates.keepOnly(session);
    }
    take(offer);
  }

  private void repeatAnswer(Offer offer) {
    Answer answer = ownAnswer;
    if (answer != null && offer.round() == answeredRound && state == State.STABLE) {
      tally.resends++;
      emit(new NegotiationEffect.Send(answer));
      candidates.own().forEach(own -> emit(new NegotiationEffect.Send(own.in(session))));
    }
  }

  private void answerCame(Answer answer) {
    if (answer.session() != session
        || state != State.HAVE_LOCAL_OFFER
        || answer.round() != localRound) {
      tally.stale++;
      return;
    }
    if (!SessionDescriptions.hasOneFingerprint(answer.sdp())) {
      emit(new NegotiationEffect.PeerViolation("answer-needs-one-fingerprint"));
      return;
    }
    state = State.TAKING_ANSWER;
    ownOffer = null;
    emit(new NegotiationEffect.TakeAnswer(connection, answer.sdp()));
  }

  private void candidateCame(Candidate candidate) {
    boolean current = state != State.IDLE && candidate.session() == session;
    if (current
        && candidates.remoteReady()
        && state != State.ANSWERING
        && state != State.TAKING_ANSWER) {
      emit(new NegotiationEffect.AddCandidate(connection, candidate));
    } else if (current || candidate.session() > highestRemoteSession) {
      candidates.hold(candidate);
    } else {
      tally.stale++;
    }
  }

  private void byeCame(Bye bye, long nowMs) {
    if (state == State.IDLE || bye.session() != session) {
      tally.stale++;
      return;
    }
    close("peer-left");
    ladder.longPause("peer-left", nowMs);
  }

  private void attempt(long nowMs) {
    tally.attempts++;
    begin(Math.max(nowMs, highestSession + 1));
    ladder.connecting("attempt", nowMs);
    makeOffer(false);
  }

  private void adopt(Offer offer, long nowMs) {
    begin(offer.session());
    ladder.connecting("offered", nowMs);
    take(offer);
  }

  private void begin(long newSession) {
    session = newSession;
    highestSession = Math.max(highestSession, newSession);
    connection++;
    localRound = 0;
    answeredRound = 0;
    ownAnswer = null;
    candidates.begin(newSession);
    emit(new NegotiationEffect.Open(connection));
  }

  private void makeOffer(boolean iceRestart) {
    state = State.OFFERING;
    emit(new NegotiationEffect.MakeOffer(connection, iceRestart));
  }

  private void take(Offer offer) {
    state = State.ANSWERING;
    takenOffer = offer;
    emit(new NegotiationEffect.TakeOffer(connection, offer.sdp()));
  }

  private void becameStable(long nowMs) {
    state = State.STABLE;
    candidates
        .releaseHeld(session)
        .forEach(held -> emit(new NegotiationEffect.AddCandidate(connection, held)));
    Offer held = heldOffer;
    if (held != null) {
      heldOffer = null;
      offerCame(held, nowMs);
    } else {
      offerRestartIfDue(nowMs);
    }
  }

  private void sendOffer(long nowMs) {
    Offer offer = ownOffer;
    if (offer == null) {
      throw new IllegalStateException("no offer to send in " + state);
    }
    resendAtMs = nowMs + limits.resendMs();
    emit(new NegotiationEffect.Send(offer));
    candidates.own().forEach(own -> emit(new NegotiationEffect.Send(own.in(session))));
  }

  private void restart(Cause cause, String reason, long nowMs) {
    ladder.restarting(cause, reason, nowMs);
    offerRestartIfDue(nowMs);
  }

  private void offerRestartIfDue(long nowMs) {
    if (state == State.STABLE && ladder.restartDue(nowMs)) {
      tally.iceRestarts++;
      ladder.restartOffered(nowMs);
      makeOffer(true);
    }
  }

  private void recovered(String reason, long nowMs) {
    tally.recoveries++;
    ladder.open(reason, nowMs);
  }

  private void rebuild(String reason, long nowMs) {
    tally.rebuilds++;
    close(reason);
    ladder.backoff(reason, nowMs);
  }

  private void close(String reason) {
    state = State.IDLE;
    ownOffer = null;
    takenOffer = null;
    heldOffer = null;
    emit(new NegotiationEffect.Close(connection, reason));
  }

  private void emit(NegotiationEffect effect) {
    effects.add(effect);
  }
}
