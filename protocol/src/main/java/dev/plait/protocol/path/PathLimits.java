package dev.plait.protocol.path;

/**
 * How fast a silent channel is noticed, and what follows.
 *
 * @param pingIntervalMs from one ping to the next on an open channel
 * @param busyPingMs the same, at least, when entries are sent on it
 * @param lateMs how long a pong may take before entries go by the relay as well; three round trips,
 *     where these are longer
 * @param doubtMs how long before the server has to show that it is there: the most that {@code
 *     lateMs} can become
 * @param pongDeadlineMs how long before the channel counts as dead
 */
public record PathLimits(
    long pingIntervalMs, long busyPingMs, long lateMs, long doubtMs, long pongDeadlineMs) {
  /**
   * A person waits for a tenth of a second and {@code lateMs} at most when a channel dies. SCTP
   * sends a lost ping again after 1, 2, 4 and 8 s (RFC 9260 §6.3.3, §16): four losses in a row are
   * no death. Where every twentieth packet is lost, three are not rare enough: a channel was given
   * up every 16 hours, with four every 250.
   */
  public static final PathLimits DEFAULT = new PathLimits(500, 100, 300, 1_000, 16_000);

  /** Refuses times that are not positive, or not in this order. */
  public PathLimits {
    if (busyPingMs < 1
        || pingIntervalMs < busyPingMs
        || lateMs < 1
        || doubtMs < lateMs
        || pongDeadlineMs < doubtMs) {
      throw new IllegalArgumentException(
          "ping %d, %d, pong %d, %d, %d"
              .formatted(pingIntervalMs, busyPingMs, lateMs, doubtMs, pongDeadlineMs));
    }
  }
}
