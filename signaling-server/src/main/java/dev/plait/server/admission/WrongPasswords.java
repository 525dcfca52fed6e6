package dev.plait.server.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts wrong passwords in a row, and makes each one beyond the first few cost a pause, twice as
 * long as the one before. A try counts as wrong until it is known to be right, so many at once are
 * no way around. Safe from any thread; never blocks. Forgets what nobody has tried for a day.
 */
public final class WrongPasswords {
  private static final long FIRST_PAUSE_MS = 1_000;

  /** So nobody gets more than about a hundred tries a day (NIST SP 800-63B §3.2.2). */
  private static final long LONGEST_PAUSE_MS = Duration.ofMinutes(15).toMillis();

  /** Most counts at a time, about 200 bytes each; to push one out costs as many hashes. */
  private static final long COUNTS = 100_000;

  private final Cache<Object, Count> counts =
      Caffeine.newBuilder().maximumSize(COUNTS).expireAfterAccess(Duration.ofDays(1)).build();
  private final int free;
  private final InstantSource clock;

  private record Count(int tries, long pauseEndsMs) {}

  /** The first {@code free} wrong ones cost nothing. */
  public WrongPasswords(int free, InstantSource clock) {
    this.free = free;
    this.clock = clock;
  }

  /**
   * Begins a try.
   *
   * @param of what is tried: a handle, or a known device
   * @return 0 when it may go on, else how long until it may, in milliseconds
   */
  public long begin(Object of) {
    long nowMs = clock.millis();
    AtomicLong waitMs = new AtomicLong();
    counts
        .asMap()
        .compute(
            of,
            (same, known) -> {
              if (known != null && nowMs < known.pauseEndsMs()) {
                waitMs.set(known.pauseEndsMs() - nowMs);
                return known;
              }
              int tries = (known == null ? 0 : known.tries()) + 1;
              return new Count(tries, nowMs + pauseMs(tries));
            });
    return waitMs.get();
  }

  /** The password was right. */
  public void handleRight(Object of) {
    counts.invalidate(of);
  }

  /** Nobody looked at the password: the try did not count. */
  public void handleUndone(Object of) {
    counts.asMap().computeIfPresent(of, (same, known) -> new Count(known.tries() - 1, 0));
  }

  private long pauseMs(int tries) {
    int over = tries - free;
    // Ten times doubled it is the longest already.
    return over < 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(over, 10));
  }
}
