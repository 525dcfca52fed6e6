package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.Ladder.Cause;
import dev.plait.protocol.signaling.Ladder.Phase;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Climbs the recovery ladder (SIG-7): opens, restarts, rebuilds and gives up connections, as the
 * other side, the ICE agent, the path layer and the time demand. Not thread-safe.
 */
final class Recovery {
  private final Ladder ladder;
  private final Upkeep upkeep;
  private final Exchange exchange;
  private final Tally tally;
  private final SessionNumbers numbers;
  private final Queue<NegotiationEffect> effects;

  Recovery(
      NegotiationLimits limits,
      boolean polite,
      Exchange exchange,
      Tally tally,
      SessionNumbers numbers,
      Queue<NegotiationEffect> effects) {
    this.ladder = new Ladder(limits, polite);
    this.upkeep = new Upkeep(limits, polite, tally);
    this.exchange = exchange;
    this.tally = tally;
    this.numbers = numbers;
    this.effects = effects;
  }

  /** Whether no connection is wanted. */
  boolean stopped() {
    return ladder.phase() == Phase.STOPPED;
  }

  /** Whether the current connection's channel has opened and not been given up. */
  boolean channelOpen() {
    return ladder.phase().channelOpen();
  }

  /** Whether the channel is open and not in trouble. */
  boolean calm() {
    return ladder.phase() == Phase.OPEN;
  }

  String rung() {
    return ladder.rung();
  }

  String reason() {
    String doing = calm() ? upkeep.doing() : null;
    return doing == null ? ladder.reason() : doing;
  }

  void start(long nowMs) {
    if (stopped()) {
      ladder.start(nowMs);
    }
  }

  void stop() {
    if (exchange.state() != SignalingState.IDLE) {
      exchange.sayBye();
      close("stopped");
    }
    ended();
    ladder.stop();
  }

  /** Opens a connection for the other side's offer. */
  void adopt(Offer offer, long nowMs) {
    tally.rebuild.begin();
    open(offer.session());
    ladder.connecting("offered", nowMs);
    exchange.takeOffer(offer);
  }

  /** The other side has begun anew: the connection that is there gives way to its offer. */
  void replace(Offer offer, long nowMs) {
    if (channelOpen()) {
      tally.iceRestart.gaveUp();
      tally.rebuild.request();
    }
    close("replaced-by-peer");
    adopt(offer, nowMs);
  }

  /** The other side offers in the session that is there. */
  void otherOffers(long nowMs) {
    if (channelOpen()) {
      upkeep.restarted(nowMs);
    }
  }

  /** Both descriptions of an exchange are set. */
  void answered() {
    upkeep.answered();
    if (calm()) {
      tally.iceRestart.helped();
    }
  }

  /** The other side wants no channel now; what there is of one ends. */
  void peerLeft(long nowMs) {
    if (stopped()) {
      return;
    }
    if (exchange.state() != SignalingState.IDLE) {
      close("peer-left");
    }
    ended();
    ladder.longPause("peer-left", nowMs);
  }

  void opened(long nowMs) {
    if (ladder.phase() == Phase.CONNECTING) {
      tally.opens++;
      tally.rebuild.helped();
      ladder.open("channel-open", nowMs);
    }
  }

  void ice(IceState ice, long nowMs) {
    switch (ice) {
      case CHECKING -> hope();
      case CONNECTED -> {
        hope();
        if (ladder.iceRecovers()) {
          recovered("ice-connected", nowMs);
        }
      }
      case DISCONNECTED -> {
        if (ladder.phase() == Phase.OPEN) {
          tally.iceRestart.request();
          ladder.suspect(nowMs);
        }
      }
      case FAILED -> {
        switch (ladder.phase()) {
          case OPEN, SUSPECT -> restart(Cause.ICE, "ice-failed", nowMs);
          case CONNECTING -> ladder.connectingDoubted(nowMs);
          case STOPPED, WAITING, RESTARTING -> {}
        }
      }
    }
  }

  private void hope() {
    if (ladder.connectingInDoubt()) {
      ladder.connectingHopeful();
    }
  }

  void pingDead(long nowMs) {
    if (ladder.phase() == Phase.OPEN || ladder.phase() == Phase.SUSPECT) {
      restart(Cause.PING, "ping-dead", nowMs);
    }
  }

  void alive(long nowMs) {
    if (ladder.phase() == Phase.RESTARTING) {
      recovered("alive", nowMs);
    }
  }

  void unreachable(long nowMs) {
    if (ladder.phase() == Phase.CONNECTING) {
      rebuild("not-reachable", nowMs);
    }
  }

  void rebuild(String reason, long nowMs) {
    tally.iceRestart.gaveUp();
    tally.rebuild.failed();
    tally.rebuild.request();
    close(reason);
    ladder.backoff(reason, nowMs);
  }

  /** Which pair carries the channel: whether an end of it is at a TURN server. */
  void pair(boolean localRelayed, boolean remoteRelayed, long nowMs) {
    if (channelOpen()) {
      upkeep.pair(localRelayed, remoteRelayed, nowMs);
      offerRestartIfDue(nowMs);
    }
  }

  void serversCame(long nowMs) {
    upkeep.serversCame(nowMs);
    offerRestartIfDue(nowMs);
  }

  void networkChanged(long nowMs) {
    ladder.hurry(nowMs);
    if (channelOpen()) {
      upkeep.networkChanged(nowMs);
      offerRestartIfDue(nowMs);
    }
  }

  void linkUp(long nowMs) {
    ladder.hurry(nowMs);
  }

  void timeout(long nowMs) {
    if (ladder.expired(nowMs)) {
      switch (ladder.phase()) {
        case WAITING -> attempt(nowMs);
        case CONNECTING ->
            rungFailed(ladder.connectingInDoubt() ? "ice-failed" : "connect-timeout", nowMs);
        case SUSPECT -> restart(Cause.ICE, "ice-disconnected", nowMs);
        case RESTARTING -> rungFailed("restart-timeout", nowMs);
        case STOPPED, OPEN -> {}
      }
    }
    if (upkeep.timeout(nowMs) && calm()) {
      tally.iceRestart.failed();
    }
    offerRestartIfDue(nowMs);
  }

  /** A restart is offered in {@code STABLE} only, and not too often. */
  void offerRestartIfDue(long nowMs) {
    if (!restartPossible()) {
      return;
    }
    boolean due = upkeep.restartDue(nowMs) && nowMs >= ladder.nextRestartAtMs();
    if (due || ladder.restartDue(nowMs)) {
      ladder.restartOffered(nowMs);
      upkeep.restarted(nowMs);
      exchange.makeOffer(true);
    }
  }

  private boolean restartPossible() {
    return channelOpen() && exchange.state() == SignalingState.STABLE;
  }

  @Nullable Deadline deadline() {
    return Deadline.earlier(
        ladder.deadline(exchange.state() == SignalingState.STABLE),
        upkeep.deadline(restartPossible(), ladder.nextRestartAtMs()));
  }

  private void attempt(long nowMs) {
    tally.attempts++;
    tally.rebuild.begin();
    open(numbers.next(nowMs));
    ladder.connecting("attempt", nowMs);
    exchange.makeOffer(false);
  }

  /** The servers may be to blame: one of them is gone, or takes its credentials no more. */
  private void rungFailed(String reason, long nowMs) {
    rebuild(reason, nowMs);
    effects.add(new NegotiationEffect.WantServers());
  }

  private void restart(Cause cause, String reason, long nowMs) {
    tally.iceRestart.request();
    if (upkeep.relayed()) {
      effects.add(new NegotiationEffect.WantServers());
    }
    ladder.restarting(cause, reason, nowMs);
    offerRestartIfDue(nowMs);
  }

  private void recovered(String reason, long nowMs) {
    upkeep.recovered();
    ladder.open(reason, nowMs);
  }

  private void open(long session) {
    upkeep.reset();
    exchange.open(session);
  }

  private void close(String reason) {
    upkeep.reset();
    exchange.close(reason);
  }

  /** Nothing is to be recovered any more. */
  private void ended() {
    tally.iceRestart.ended();
    tally.rebuild.ended();
  }
}
