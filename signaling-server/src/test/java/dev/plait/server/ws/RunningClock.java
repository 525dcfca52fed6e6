package dev.plait.server.ws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The real clock, which the test may put forward. Safe from any thread. */
final class RunningClock implements InstantSource {
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  void advance(Duration duration) {
    ahead.updateAndGet(before -> before.plus(duration));
  }
}
