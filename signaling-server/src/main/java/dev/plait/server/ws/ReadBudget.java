package dev.plait.server.ws;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How fast one connection is read. Two seconds' worth may come at once. Used by one thread at a
 * time.
 */
final class ReadBudget {
  private static final int BURST_SECONDS = 2;

  private final Bucket frames;
  private final Bucket bytes;

  ReadBudget(int framesPerSecond, int bytesPerSecond) {
    this.frames = bucket(framesPerSecond);
    this.bytes = bucket(bytesPerSecond);
  }

  private static Bucket bucket(long perSecond) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(BURST_SECONDS * perSecond)
                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  /**
   * Counts what was read and tells how long to wait before the next is read, in milliseconds.
   *
   * @param messages how many messages ended with it, 0 or 1
   * @param size its length
   */
  long take(int messages, int size) {
    long waitNs = bytes.consumeIgnoringRateLimits(Math.max(1, size));
    if (messages > 0) {
      waitNs = Math.max(waitNs, frames.consumeIgnoringRateLimits(messages));
    }
    return TimeUnit.NANOSECONDS.toMillis(waitNs);
  }
}
