package dev.plait.peer;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a driver: calls when the core's deadline has come. Owned by the peer's thread,
 * on which it calls; lives as long as the driver.
 *
 * <p>Invariants: at most one call is waited for; each arming replaces the one before; a deadline
 * that has not changed is not armed again.
 */
final class DeadlineTimer {
  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private final ScheduledExecutorService owner;
  private final PeerClock clock;
  private final Runnable due;
  private @Nullable ScheduledFuture<?> timer;
  private long armedMs = NEVER;

  /** Calls {@code due} each time, not before the deadline by {@code clock}. */
  DeadlineTimer(ScheduledExecutorService owner, PeerClock clock, Runnable due) {
    this.owner = owner;
    this.clock = clock;
    this.due = due;
  }

  /**
   * Calls at {@code atMs} and at no other time.
   *
   * @param atMs by the clock; {@link #NEVER} for not at all
   */
  void arm(long atMs) {
    if (atMs == armedMs) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    armedMs = atMs;
    if (atMs != NEVER) {
      long delayMs = Math.max(0, atMs - clock.nowMs());
      timer = owner.schedule(this::fire, delayMs, TimeUnit.MILLISECONDS);
    }
  }

  private void fire() {
    armedMs = NEVER;
    due.run();
  }
}
