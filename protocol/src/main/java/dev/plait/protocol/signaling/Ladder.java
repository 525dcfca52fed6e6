package dev.plait.protocol.signaling;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection is on the recovery ladder, and when it goes on. Holds no negotiation state;
 * {@link Recovery} does what it says. Not thread-safe.
 */
final class Ladder {
  /** The rungs, and where each may lead. Below {@code CONNECTING} there is no connection. */
  enum Phase {
    /** No connection is wanted. */
    STOPPED,
    /** In the pause before an attempt. */
    WAITING,
    /** A connection is there; its channel is not open yet. */
    CONNECTING,
    /** The channel is open and nothing speaks against it. */
    OPEN,
    /** The channel is open; ICE is disconnected. */
    SUSPECT,
    /** The channel is open; ICE is to be restarted, or is being restarted. */
    RESTARTING;

    /** The transition table. */
    boolean mayBecome(Phase to) {
      return switch (this) {
        case STOPPED -> to == WAITING || to == STOPPED;
        case WAITING -> to == CONNECTING || !to.channelOpen();
        // A connection at any rung may be replaced by one that the other side offers.
        case CONNECTING -> to == OPEN || !to.channelOpen();
        case OPEN -> to != OPEN;
        case SUSPECT -> to != SUSPECT;
        case RESTARTING -> to == OPEN || !to.channelOpen();
      };
    }

    /** Whether the channel has opened and not been given up. */
    boolean channelOpen() {
      return compareTo(OPEN) >= 0;
    }
  }

  /** What made a restart necessary; it decides what counts as recovery. */
  enum Cause {
    ICE,
    PING
  }

  private static final long NEVER = Long.MAX_VALUE;
  private static final int DOUBLINGS_MAX = 16;

  private final NegotiationLimits limits;
  private final boolean polite;

  private Phase phase = Phase.STOPPED;
  private Cause cause = Cause.ICE;
  private String reason = "not-started";
  private long phaseUntilMs = NEVER;
  private long restartAtMs = NEVER;
  private long lastRestartMs;
  private long openedAtMs = NEVER;
  private long connectUntilMs = NEVER;
  private boolean sentAway;
  private int failures;

  Ladder(NegotiationLimits limits, boolean polite) {
    this.limits = limits;
    this.polite = polite;
    this.lastRestartMs = -limits.restartIntervalMs();
  }

  Phase phase() {
    return phase;
  }

  /** In words: {@code open}. */
  String rung() {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  /** Why it is there: {@code channel-open}. */
  String reason() {
    return reason;
  }

  void start(long nowMs) {
    failures = 0;
    sentAway = false;
    transition(Phase.WAITING, "started", nowMs + politeDelayMs());
  }

  void stop() {
    transition(Phase.STOPPED, "stopped", NEVER);
  }

  void connecting(String why, long nowMs) {
    openedAtMs = NEVER;
    connectUntilMs = nowMs + limits.connectTimeoutMs();
    transition(Phase.CONNECTING, why, connectUntilMs);
  }

  /** ICE has no pair left, but candidates that still come may bring one (RFC 8838 §8). */
  void connectingDoubted(long nowMs) {
    long untilMs = Math.min(phaseUntilMs, nowMs + limits.disconnectedGraceMs());
    transition(Phase.CONNECTING, "ice-failed", untilMs);
  }

  /** ICE has pairs to try again. */
  void connectingHopeful() {
    transition(Phase.CONNECTING, "ice-checking", connectUntilMs);
  }

  /** Whether ICE has failed before the channel opened, and not come back. */
  boolean connectingInDoubt() {
    return phase == Phase.CONNECTING && phaseUntilMs != connectUntilMs;
  }

  void open(String why, long nowMs) {
    if (openedAtMs == NEVER) {
      openedAtMs = nowMs;
    }
    transition(Phase.OPEN, why, NEVER);
  }

  void suspect(long nowMs) {
    transition(Phase.SUSPECT, "ice-disconnected", nowMs + limits.disconnectedGraceMs());
  }

  void restarting(Cause why, String text, long nowMs) {
    cause = why;
    transition(Phase.RESTARTING, text, nowMs + limits.restartTimeoutMs());
    restartAtMs = polite ? NEVER : Math.max(nowMs, nextRestartAtMs());
  }

  /** Whether a restart may be offered now. */
  boolean restartDue(long nowMs) {
    return phase == Phase.RESTARTING && nowMs >= restartAtMs;
  }

  void restartOffered(long nowMs) {
    lastRestartMs = nowMs;
    restartAtMs = NEVER;
  }

  /** Whether ICE being connected ends the trouble: not when pings died on a connected pair. */
  boolean iceRecovers() {
    return phase == Phase.SUSPECT || (phase == Phase.RESTARTING && cause == Cause.ICE);
  }

  /** Pauses before the next attempt; longer each time until a channel has been open for long. */
  void backoff(String why, long nowMs) {
    if (openedAtMs != NEVER && nowMs - openedAtMs >= limits.settledMs()) {
      failures = 0;
    }
    long pauseMs =
        Math.min(limits.backoffMaxMs(), limits.backoffMs() << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    sentAway = false;
    transition(Phase.WAITING, why, nowMs + pauseMs + politeDelayMs());
  }

  /** Pauses as long as can be: the other side does not want a channel now. */
  void longPause(String why, long nowMs) {
    sentAway = true;
    transition(Phase.WAITING, why, nowMs + limits.backoffMaxMs() + politeDelayMs());
  }

  /**
   * There is a reason to hope: a pause ends now, unless the other side has asked for it, and the
   * next ones are short again.
   */
  void hurry(long nowMs) {
    if (phase == Phase.WAITING && !sentAway) {
      failures = 0;
      phaseUntilMs = Math.min(phaseUntilMs, nowMs + politeDelayMs());
    }
  }

  /** When another restart may be offered: whoever asks for them, they keep their distance. */
  long nextRestartAtMs() {
    return lastRestartMs + limits.restartIntervalMs();
  }

  boolean expired(long nowMs) {
    return nowMs >= phaseUntilMs;
  }

  @Nullable Deadline deadline(boolean stable) {
    Deadline phaseEnd =
        switch (phase) {
          case STOPPED, OPEN -> null;
          case WAITING -> new Deadline(phaseUntilMs, Deadline.Reason.ATTEMPT);
          case CONNECTING -> new Deadline(phaseUntilMs, Deadline.Reason.CONNECT);
          case SUSPECT -> new Deadline(phaseUntilMs, Deadline.Reason.DISCONNECTED);
          case RESTARTING -> new Deadline(phaseUntilMs, Deadline.Reason.RESTART_TIMEOUT);
        };
    if (phase == Phase.RESTARTING && stable && restartAtMs < phaseUntilMs) {
      return new Deadline(restartAtMs, Deadline.Reason.RESTART);
    }
    return phaseEnd;
  }

  private long politeDelayMs() {
    return polite ? limits.politeDelayMs() : 0;
  }

  private void transition(Phase to, String why, long untilMs) {
    if (!phase.mayBecome(to)) {
      throw new IllegalStateException(phase + " to " + to + ": " + why);
    }
    phase = to;
    reason = why;
    phaseUntilMs = untilMs;
    restartAtMs = NEVER;
  }
}
