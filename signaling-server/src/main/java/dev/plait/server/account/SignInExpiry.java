package dev.plait.server.account;

import dev.plait.turn.program.DatabaseFailure;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sign-ins that have expired: a device that was not heard of for so long must not go on over
 * channels that are still open (SES-13). Owns its thread from {@link #start} to {@link #close}.
 */
public final class SignInExpiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignInExpiry.class);

  /** Whoever is out is to be out within 5 s. */
  private static final long LOOK_EVERY_MS = 2_000;

  private final SignOuts signOuts;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sign-in-expiry").factory());

  private SignInExpiry(SignOuts signOuts) {
    this.signOuts = signOuts;
  }

  /** Looks from now on. */
  public static SignInExpiry start(SignOuts signOuts) {
    SignInExpiry expiry = new SignInExpiry(signOuts);
    var _ =
        expiry.timer.scheduleWithFixedDelay(
            expiry::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    return expiry;
  }

  private void look() {
    try {
      signOuts.endExpired();
    } catch (RuntimeException e) {
      LOG.warn("expired sign-ins are looked for again soon: {}", DatabaseFailure.words(e));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
