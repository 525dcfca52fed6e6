package dev.plait.peer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what would be stamped by a clock that may be wrong, while a {@code welcome} is near
 * (CLK-3): from the start of an attempt to its end, and never longer than {@link #WAIT_MS}. Used on
 * the owner's thread only.
 */
final class StampGate {
  /** A person does not notice; most connections are there sooner, and the others are doubtful. */
  static final long WAIT_MS = 3_000;

  private final ScheduledExecutorService owner;
  private final Queue<Runnable> held = new ArrayDeque<>();
  private @Nullable ScheduledFuture<?> timer;

  StampGate(ScheduledExecutorService owner) {
    this.owner = owner;
  }

  /** Runs the input, at once or when the gate opens; inputs keep their order. */
  void pass(Runnable input) {
    if (timer == null) {
      input.run();
    } else {
      held.add(input);
    }
  }

  /** An attempt to connect begins, and the clock may have been set since the last one. */
  void close() {
    if (timer == null) {
      timer = owner.schedule(this::open, WAIT_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** The server's time is known, or is not to be had now. */
  void open() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
  }
}
