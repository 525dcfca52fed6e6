package dev.plait.peer.link;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a fresh access token for a session before the old one ends (SES-6). Owned by the peer's
 * thread; only the token is fetched elsewhere.
 */
final class TokenRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(TokenRenewal.class);

  /** A token is renewed when three quarters of its life are over (SES-6) ... */
  private static final long RENEW_AFTER_QUARTERS = 3;

  /** ... and again this many times within the last quarter, should that fail. */
  private static final long RENEW_TRIES = 10;

  private static final long LEAST_DELAY_MS = 1_000;

  private final AccessTokens tokens;
  private final ScheduledExecutorService owner;
  private final Consumer<String> fresh;
  private @Nullable ScheduledFuture<?> timer;
  private long armed;
  private long livesMs;

  /**
   * Renews nothing before {@link #tokenTaken}.
   *
   * @param fresh takes each fresh token, on the owner's thread
   */
  TokenRenewal(AccessTokens tokens, ScheduledExecutorService owner, Consumer<String> fresh) {
    this.tokens = tokens;
    this.owner = owner;
    this.fresh = fresh;
  }

  /** The server has taken a token that lives for so long from now on. */
  void tokenTaken(long livesForMs) {
    livesMs = livesForMs;
    arm(livesMs / 4 * RENEW_AFTER_QUARTERS);
  }

  /** The session is over; what is on its way is of no use. */
  void cancel() {
    armed++;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void arm(long delayMs) {
    cancel();
    long of = armed;
    timer =
        owner.schedule(
            () -> {
              var _ = Thread.ofVirtual().name("plait-token").start(() -> renew(of));
            },
            Math.max(LEAST_DELAY_MS, delayMs),
            TimeUnit.MILLISECONDS);
  }

  private void renew(long of) {
    try {
      String token = tokens.renew();
      owner.execute(
          () -> {
            if (of == armed) {
              fresh.accept(token);
              again(of); // until the server says that it has taken it
            }
          });
    } catch (ApiException e) {
      LOG.info("no new token yet: {}", e.getMessage());
      owner.execute(() -> again(of));
    }
  }

  private void again(long of) {
    if (of == armed) {
      arm(livesMs / 4 / RENEW_TRIES);
    }
  }
}
