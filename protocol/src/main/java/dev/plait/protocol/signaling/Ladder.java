package dev.plait.protocol.signaling;

import org.jspecify.annotations.Nullable;

/**
 * Where a connection is on the recovery ladder, and when it goes on. Holds no negotiation state;
 * {@link Negotiation} does what it says. Not thread-safe.
 */
final class Ladder {
  /** The rungs. */
  enum Phase {
    STOPPED,
    WAITING,
    CONNECTING,
    OPEN,
    SUSPECT,
    RESTARTING
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
  private int failures;

  Ladder(NegotiationLimits limits, boolean polite) {
    this.limits = limits;
    this.polite = polite;
    this.lastRestartMs = -limits.restartIntervalMs();
  }

  Phase phase() {
    return phase;
  }

  String reason() {
    return reason;
  }

  void start(long nowMs) {
    failures = 0;
    transition(Phase.WAITING, "started", nowMs + politeDelayMs());
  }

  void stop() {
    transition(Phase.STOPPED, "stopped", NEVER);
  }

  void connecting(String why, long nowMs) {
    openedAtMs = NEVER;
    transition(Phase.CONNECTING, why, nowMs + limits.connectTimeoutMs());
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
    restartAtMs = polite ? NEVER : Math.max(nowMs, lastRestartMs + limits.restartIntervalMs());
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
    transition(Phase.WAITING, why, nowMs + pauseMs + politeDelayMs());
  }

  /** Pauses as long as can be: the other side does not want a channel now. */
  void longPause(String why, long nowMs) {
    transition(Phase.WAITING, why, nowMs + limits.backoffMaxMs() + politeDelayMs());
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
    phase = to;
    reason = why;
    phaseUntilMs = untilMs;
    restartAtMs = NEVER;
  }
}
