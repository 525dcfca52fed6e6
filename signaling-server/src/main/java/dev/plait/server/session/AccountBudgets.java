package dev.plait.server.session;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * What an account may make others pay, all its devices together; a second's worth may come at once.
 * Over it nothing is refused: its sockets are read more slowly, so what is more waits in them. Safe
 * from any thread.
 */
public final class AccountBudgets {
  /** Most accounts at a time that have a budget which is not full: about 1 KiB each. */
  private static final long ACCOUNTS = 100_000;

  /** What one frame costs beyond this is forgiven: a client takes a longer silence for the end. */
  private static final long LONGEST_PAUSE_S = 5;

  private static final class Rate {
    private final Bucket bucket;
    private final long perSecond;

    Rate(long perSecond) {
      this.perSecond = perSecond;
      this.bucket =
          Bucket.builder()
              .addLimit(
                  limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
              .build();
    }

    /** How long to pause then, also for what was taken before, in milliseconds. */
    long take(long tokens) {
      long left = bucket.getAvailableTokens();
      long taken = Math.clamp(tokens, 0, Math.max(0, left + LONGEST_PAUSE_S * perSecond));
      if (taken > 0) {
        bucket.consumeIgnoringRateLimits(taken);
      }
      return Math.max(0, taken - left) * TimeUnit.SECONDS.toMillis(1) / perSecond;
    }
  }

  private record Budget(Rate frames, Rate characters, Rate kept, Rate pushed) {
    static Budget of(SessionLimits limits) {
      return new Budget(
          new Rate(limits.framesPerSecond()),
          new Rate(limits.bytesPerSecond()),
          new Rate(limits.keptPerSecond()),
          new Rate(limits.pushedPerSecond()));
    }

    long take(int size, Cost cost) {
      return LongStream.of(
              frames.take(1),
              characters.take(size),
              kept.take(cost.kept()),
              pushed.take(cost.pushed()))
          .max()
          .orElse(0);
    }
  }

  private final LoadingCache<UUID, Budget> budgets;

  /** Full budgets of that size for everybody. */
  public AccountBudgets(SessionLimits limits) {
    budgets =
        Caffeine.newBuilder()
            .maximumSize(ACCOUNTS)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build(_ -> Budget.of(limits));
  }

  /**
   * Takes what a frame costs.
   *
   * @param size its length in characters
   * @return how long its connection must not be read, in milliseconds; also for what the account
   *     has said on others, or before this one
   */
  long take(UUID account, int size, Cost cost) {
    return budgets.get(account).take(size, cost);
  }
}
