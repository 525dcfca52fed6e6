package dev.plait.protocol.path;

/**
 * How fast a dead channel is noticed.
 *
 * @param pingIntervalMs from one ping to the next on an open channel
 * @param pongDeadlineMs how long a pong may take before the channel counts as dead
 */
public record PathLimits(long pingIntervalMs, long pongDeadlineMs) {
  /**
   * A dead channel costs at most one and a half seconds. A channel that takes longer than one for a
   * round trip is worse than the relay, and comes back by itself when it no longer does.
   */
  public static final PathLimits DEFAULT = new PathLimits(500, 1_000);

  /** Refuses intervals that are not positive. */
  public PathLimits {
    if (pingIntervalMs < 1 || pongDeadlineMs < 1) {
      throw new IllegalArgumentException("ping " + pingIntervalMs + ", " + pongDeadlineMs);
    }
  }
}
