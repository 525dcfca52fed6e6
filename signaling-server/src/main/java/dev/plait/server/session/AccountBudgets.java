package dev.plait.server.session;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What an account may make others pay, all its devices together; a second's worth may come at once.
 * Over it nothing is refused: its sockets are read more slowly, so what is more waits in them. Safe
 * from any thread.
 */
public final class AccountBudgets {
  /** Most accounts at a time that have a budget which is not full: about 1 KiB each. */
  private static final long ACCOUNTS = 100_000;

  private static final class Budget {
    private final Bucket frames;
    private final Bucket characters;
    private final Bucket kept;
    private final Bucket pushed;

    Budget(SessionLimits limits) {
      this.frames = bucket(limits.framesPerSecond());
      this.characters = bucket(limits.bytesPerSecond());
      this.kept = bucket(limits.keptPerSecond());
      this.pushed = bucket(limits.pushedPerSecond());
    }

    long take(int size, Cost cost) {
      long waitNs = frames.consumeIgnoringRateLimits(1);
      waitNs = Math.max(waitNs, take(characters, size));
      waitNs = Math.max(waitNs, take(kept, cost.kept()));
      return Math.max(waitNs, take(pushed, cost.pushed()));
    }

    private static long take(Bucket bucket, long tokens) {
      return tokens == 0 ? 0 : bucket.consumeIgnoringRateLimits(tokens);
    }
  }

  private final LoadingCache<UUID, Budget> budgets;

  /** Full budgets of that size for everybody. */
  public AccountBudgets(SessionLimits limits) {
    budgets =
        Caffeine.newBuilder()
            .maximumSize(ACCOUNTS)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build(_ -> new Budget(limits));
  }

  /**
   * Takes what a frame costs.
   *
   * @param size its length in characters
   * @return how long its connection must not be read, in milliseconds
   */
  long take(UUID account, int size, Cost cost) {
    return TimeUnit.NANOSECONDS.toMillis(budgets.get(account).take(size, cost));
  }

  private static Bucket bucket(long perSecond) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
