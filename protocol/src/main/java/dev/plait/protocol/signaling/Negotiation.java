package dev.plait.protocol.signaling;

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
  private final boolean polite;
  private final NegotiationLimits limits;
  private final Tally tally = new Tally();
  private final SessionNumbers numbers = new SessionNumbers();
  private final ArrayDeque<NegotiationEffect> effects = new ArrayDeque<>();
  private final Exchange exchange = new Exchange(effects);
  private final Recovery recovery;

  private long resendAtMs;
  private long resendPauseMs;

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
    this.recovery = new Recovery(limits, polite, exchange, tally, numbers, effects);
  }

  /** Wants a connection from now on. Does nothing when it already does. */
  public void handleStart(long nowMs) {
    recovery.start(nowMs);
  }

  /** Wants no connection any more: says goodbye, closes, and refuses offers. */
  public void handleStop() {
    recovery.stop();
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
    if (!exchange.isCurrent(ofConnection) || exchange.state() != SignalingState.OFFERING) {
      return;
    }
    exchange.offerMade(sdp);
    Offer held = exchange.releaseHeld();
    if (held != null) {
      offerCame(held, nowMs);
    } else {
      sendOffer(nowMs);
    }
  }

  /** The remote offer is set, and the answer to it made and set. */
  public void handleLocalAnswer(long ofConnection, String sdp, long nowMs) {
    if (exchange.isCurrent(ofConnection) && exchange.state() == SignalingState.ANSWERING) {
      exchange.answerMade(sdp);
      goOn(nowMs);
    }
  }

  /** The remote answer is set. */
  public void handleAnswerTaken(long ofConnection, long nowMs) {
    if (exchange.isCurrent(ofConnection) && exchange.state() == SignalingState.TAKING_ANSWER) {
      exchange.answerTaken();
      goOn(nowMs);
    }
  }

  /** An operation on the connection failed; it cannot be trusted any more. */
  public void handleFailure(long ofConnection, String reason, long nowMs) {
    if (exchange.isCurrent(ofConnection)) {
      recovery.rebuild(reason, nowMs);
    }
  }

  /** The connection found a way that it can be reached by. */
  public void handleLocalCandidate(long ofConnection, String mid, int index, String candidate) {
    if (exchange.isCurrent(ofConnection)) {
      exchange.localCandidate(new Candidates.Own(mid, index, candidate));
    }
  }

  /** The ICE agent changed its mind. */
  public void handleIce(long ofConnection, IceState ice, long nowMs) {
    if (exchange.isCurrent(ofConnection)) {
      recovery.ice(ice, nowMs);
    }
  }

  /** The data channel is open. */
  public void handleChannelOpen(long ofConnection, long nowMs) {
    if (exchange.isCurrent(ofConnection)) {
      recovery.opened(nowMs);
    }
  }

  /** The data channel closed without this side having asked for it. */
  public void handleChannelClosed(long ofConnection, String reason, long nowMs) {
    handleFailure(ofConnection, reason, nowMs);
  }

  /** The path layer missed its ping deadline on the open channel. */
  public void handlePingDead(long nowMs) {
    recovery.pingDead(nowMs);
  }

  /** Something came through the channel: whatever was wrong is over. */
  public void handleAlive(long nowMs) {
    recovery.alive(nowMs);
  }

  /**
   * The server could not pass a signal on: an attempt ends now, and the next one comes later. An
   * open channel is left alone, and an offer on it waits for long.
   */
  public void handleUnreachable(long nowMs) {
    recovery.unreachable(nowMs);
    if (recovery.calm()) {
      resendAtMs = nowMs + limits.backoffMaxMs();
    }
  }

  /** The connection to the server is up again: what was said in vain is said once more. */
  public void handleLinkUp(long nowMs) {
    recovery.linkUp(nowMs);
    if (exchange.state() == SignalingState.HAVE_LOCAL_OFFER) {
      tally.resends++;
      sendOffer(nowMs);
    }
  }

  /**
   * Which candidate pair carries the open channel: told when it opens and now and then.
   *
   * @param localRelayed whether the own end is at a TURN server
   * @param remoteRelayed whether the other one is
   */
  public void handlePair(
      long ofConnection, boolean localRelayed, boolean remoteRelayed, long nowMs) {
    if (exchange.isCurrent(ofConnection)) {
      recovery.pair(localRelayed, remoteRelayed, nowMs);
    }
  }

  /** The connection has other ICE servers, for whatever it gathers from now on. */
  public void handleServersCame(long nowMs) {
    recovery.serversCame(nowMs);
  }

  /** The device is on another network, or has slept: nothing that worked need work any more. */
  public void handleNetworkChanged(long nowMs) {
    recovery.networkChanged(nowMs);
  }

  /** Does what is due. */
  public void handleTimeout(long nowMs) {
    recovery.timeout(nowMs);
    if (exchange.state() == SignalingState.HAVE_LOCAL_OFFER && nowMs >= resendAtMs) {
      tally.resends++;
      // Who does not answer while the channel works may not want to, or cannot.
      sendOffer(
          nowMs,
          recovery.calm() ? Math.min(2 * resendPauseMs, limits.backoffMaxMs()) : limits.resendMs());
    }
  }

  /** Takes the next thing to do; null when there is nothing. */
  public @Nullable NegotiationEffect poll() {
    return effects.poll();
  }

  /** When to call {@link #handleTimeout} next; null for never. */
  public @Nullable Deadline deadline() {
    Deadline next = recovery.deadline();
    if (exchange.state() == SignalingState.HAVE_LOCAL_OFFER
        && (next == null || resendAtMs < next.atMs())) {
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
    return rung() + ": " + reason();
  }

  /** Where recovery stands: {@code stopped}, {@code waiting}, {@code open} and so on. */
  public String rung() {
    return recovery.rung();
  }

  /** Why it stands there, a word or two with hyphens. */
  public String reason() {
    return recovery.reason();
  }

  /** Whether the current connection's channel has opened and not been given up. */
  public boolean open() {
    return recovery.channelOpen();
  }

  /** How often each rung was taken. */
  public LadderCounters counters() {
    return tally.snapshot();
  }

  private void offerCame(Offer offer, long nowMs) {
    if (!SessionDescriptions.hasOneFingerprint(offer.sdp())) {
      effects.add(new NegotiationEffect.PeerViolation("offer-needs-one-fingerprint"));
      return;
    }
    if (recovery.stopped()) {
      effects.add(new NegotiationEffect.Send(new Bye(offer.session())));
      return;
    }
    boolean ofOldOwn = numbers.isOwn(offer.session()) && !exchange.inSession(offer);
    if (ofOldOwn || numbers.olderThanOffered(offer.session())) {
      tally.stale++;
      return;
    }
    numbers.offered(offer.session());
    switch (OfferVerdict.on(offer, exchange, polite)) {
      case ADOPT -> recovery.adopt(offer, nowMs);
      case REPLACE -> recovery.replace(offer, nowMs);
      case TAKE -> {
        recovery.otherOffers(nowMs);
        exchange.takeOffer(offer);
      }
      case HOLD -> exchange.hold(offer);
      case REPEAT_ANSWER -> {
        if (exchange.repeatAnswer(offer)) {
          tally.resends++;
        }
      }
      case YIELD -> {
        tally.glares++;
        recovery.otherOffers(nowMs);
        exchange.yieldTo(offer);
      }
      case IGNORE -> tally.glares++;
      case STALE -> tally.stale++;
    }
  }

  private void answerCame(Answer answer) {
    if (!exchange.awaits(answer)) {
      tally.stale++;
    } else if (SessionDescriptions.hasOneFingerprint(answer.sdp())) {
      exchange.takeAnswer(answer);
    } else {
      effects.add(new NegotiationEffect.PeerViolation("answer-needs-one-fingerprint"));
    }
  }

  private void candidateCame(Candidate candidate) {
    if (exchange.inSession(candidate) || numbers.newerThanOffered(candidate.session())) {
      exchange.remoteCandidate(candidate);
    } else {
      tally.stale++;
    }
  }

  private void byeCame(Bye bye, long nowMs) {
    if (exchange.inSession(bye) || exchange.explains(bye)) {
      recovery.peerLeft(nowMs);
    } else {
      tally.stale++;
    }
  }

  private void sendOffer(long nowMs) {
    sendOffer(nowMs, limits.resendMs());
  }

  private void sendOffer(long nowMs, long pauseMs) {
    resendPauseMs = pauseMs;
    resendAtMs = nowMs + pauseMs;
    exchange.sendOffer();
  }

  /** The descriptions are stable: what had to wait for that comes now. */
  private void goOn(long nowMs) {
    recovery.answered();
    Offer held = exchange.releaseHeld();
    if (held != null) {
      offerCame(held, nowMs);
    } else {
      recovery.offerRestartIfDue(nowMs);
    }
  }
}
