package dev.plait.peer.link;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from {@link #FIRST_MS} to {@link #MOST_MS}, of
 * which a random half is taken off so that the clients of a lost node do not come back in step.
 */
final class Backoff {
  /** A restarted server is found quickly; the first attempts cost nobody anything. */
  static final long FIRST_MS = 200;

  /** Nobody notices a server that is back later than this. */
  static final long MOST_MS = 15_000;

  private final RandomGenerator random;
  private long ceilingMs = FIRST_MS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The next delay, at least {@code floorMs}. */
  long nextMs(long floorMs) {
    long delayMs = ceilingMs / 2 + random.nextLong(ceilingMs / 2 + 1);
    ceilingMs = Math.min(MOST_MS, ceilingMs * 2);
    return floorMs > 0 ? floorMs + delayMs : delayMs;
  }

  /** Something worked: start small again. */
  void reset() {
    ceilingMs = FIRST_MS;
  }
}
