package dev.plait.protocol.delivery;

/**
 * A wait that doubles up to a limit. Deterministic: jitter is the driver's, which has a random
 * source. Confined to its owner's thread.
 */
public final class Backoff {
  private final long minMs;
  private final long maxMs;
  private long nextMs;

  /** Waits {@code minMs}, then twice as long each time, at most {@code maxMs}. */
  public Backoff(long minMs, long maxMs) {
    if (minMs < 1 || maxMs < minMs) {
      throw new IllegalArgumentException("backoff " + minMs + ".." + maxMs);
    }
    this.minMs = minMs;
    this.maxMs = maxMs;
    this.nextMs = minMs;
  }

  /** The wait that comes next, without taking it. */
  public long peekMs() {
    return nextMs;
  }

  /** Takes the next wait and doubles the one after it. */
  public long nextMs() {
    long taken = nextMs;
    nextMs = Math.min(maxMs, nextMs * 2);
    return taken;
  }

  /** Starts over after progress. */
  public void reset() {
    nextMs = minMs;
  }
}
