package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.Ladder.Cause;
import dev.plait.protocol.signaling.Ladder.Phase;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import org.jspecify.annotations.Nullable;

/**
 * Climbs the recovery ladder (SIG-7): opens, restarts, rebuilds and gives up connections, as the
 * other side, the ICE agent, the path layer and the time demand. Not thread-safe.
 */
final class Recovery {
  private final Ladder ladder;
  private final Exchange exchange;
  private final Tally tally;
  private final SessionNumbers numbers;

  Recovery(Ladder ladder, Exchange exchange, Tally tally, SessionNumbers numbers) {
    this.ladder = ladder;
    this.exchange = exchange;
    this.tally = tally;
    this.numbers = numbers;
  }

  /** Whether no connection is wanted. */
  boolean stopped() {
    return ladder.phase() == Phase.STOPPED;
  }

  /** Whether the current connection's channel has opened and not been given up. */
  boolean channelOpen() {
    return ladder.phase().channelOpen();
  }

  String rung() {
    return ladder.rung();
  }

  String reason() {
    return ladder.reason();
  }

  void start(long nowMs) {
    if (stopped()) {
      ladder.start(nowMs);
    }
  }

  void stop() {
    if (exchange.state() != SignalingState.IDLE) {
      exchange.sayBye();
      exchange.close("stopped");
    }
    ladder.stop();
  }

  /** Opens a connection for the other side's offer. */
  void adopt(Offer offer, long nowMs) {
    exchange.open(offer.session());
    ladder.connecting("offered", nowMs);
    exchange.takeOffer(offer);
  }

  void peerLeft(long nowMs) {
    exchange.close("peer-left");
    ladder.longPause("peer-left", nowMs);
  }

  void opened(long nowMs) {
    if (ladder.phase() == Phase.CONNECTING) {
      tally.opens++;
      ladder.open("channel-open", nowMs);
    }
  }

  void ice(IceState ice, long nowMs) {
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
    tally.rebuilds++;
    exchange.close(reason);
    ladder.backoff(reason, nowMs);
  }

  void timeout(long nowMs) {
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
  }

  /** A restart is offered in {@code STABLE} only, and not too often. */
  void offerRestartIfDue(long nowMs) {
    if (exchange.state() == SignalingState.STABLE && ladder.restartDue(nowMs)) {
      tally.iceRestarts++;
      ladder.restartOffered(nowMs);
      exchange.makeOffer(true);
    }
  }

  @Nullable Deadline deadline() {
    return ladder.deadline(exchange.state() == SignalingState.STABLE);
  }

  private void attempt(long nowMs) {
    tally.attempts++;
    exchange.open(numbers.next(nowMs));
    ladder.connecting("attempt", nowMs);
    exchange.makeOffer(false);
  }

  private void restart(Cause cause, String reason, long nowMs) {
    ladder.restarting(cause, reason, nowMs);
    offerRestartIfDue(nowMs);
  }

  private void recovered(String reason, long nowMs) {
    tally.recoveries++;
    ladder.open(reason, nowMs);
  }
}
