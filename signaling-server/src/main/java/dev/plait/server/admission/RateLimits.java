package dev.plait.server.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plait.server.config.LimitsConfig;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets, one per budget and key. Safe from any thread; never blocks. Idle buckets are
 * forgotten after a period in which they fill up anyway.
 */
public final class RateLimits {
  /** Most buckets at a time: about 200 bytes each, 40 MB. */
  private static final long BUCKETS = 200_000;

  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(BUCKETS).expireAfterAccess(Duration.ofHours(1)).build();
  private final LimitsConfig config;

  private record Key(Budget budget, Object of) {}

  /** Counts by {@code config}. */
  public RateLimits(LimitsConfig config) {
    this.config = config;
  }

  /**
   * Takes tokens, all or none.
   *
   * @param budget which budget
   * @param of whose; the keys of one budget are of one type
   * @param tokens how many, from 1; more than there can be count as all there can be
   * @return 0 when it may go on, else how long until it may, in milliseconds
   */
  public long take(Budget budget, Object of, long tokens) {
    Bucket bucket = buckets.get(new Key(budget, of), key -> bucket(key.budget()));
    var probe = bucket.tryConsumeAndReturnRemaining(Math.min(tokens, capacity(budget)));
    if (probe.isConsumed()) {
      return 0;
    }
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill()));
  }

  /** Gives a token back: what it was taken for counts elsewhere. */
  public void giveBack(Budget budget, Object of) {
    Bucket bucket = buckets.getIfPresent(new Key(budget, of));
    if (bucket != null) {
      bucket.addTokens(1);
    }
  }

  private Bucket bucket(Budget budget) {
    long capacity = capacity(budget);
    Duration period =
        switch (budget) {
          case SIGN_UP, CHANGE, REQUEST, REQUEST_ADDRESS -> Duration.ofHours(1);
          case ADDRESS, CONNECT, ACCOUNT, DEVICE, SIGN_IN, LOOKUP -> Duration.ofMinutes(1);
        };
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, period))
        .build();
  }

  private long capacity(Budget budget) {
    return switch (budget) {
      case ADDRESS -> config.perAddress();
      case CONNECT -> config.connectPerAddress();
      case ACCOUNT -> config.perAccount();
      case DEVICE -> config.perDevice();
      case SIGN_UP -> config.signUpPerAddressPerHour();
      case SIGN_IN -> config.signInPerAddress();
      case LOOKUP -> config.lookupPerAccount();
      case CHANGE -> config.changePerAccountPerHour();
      case REQUEST -> config.requestPerAccountPerHour();
      case REQUEST_ADDRESS -> config.requestPerAddressPerHour();
    };
  }
}
