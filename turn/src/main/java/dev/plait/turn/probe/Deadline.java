package dev.plait.turn.probe;

import java.time.Duration;

/** A point of the monotonic clock. */
record Deadline(long atNs) {
  private static final long MS_PER_NS = 1_000_000;

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean hasPassed() {
    return leftNs() <= 0;
  }

  long leftNs() {
    return atNs - System.nanoTime();
  }

  Duration left() {
    return Duration.ofNanos(Math.max(1, leftNs()));
  }

  /** For sockets, to which 0 is no limit: rounded up, at least 1. */
  int leftMs() {
    return Math.clamp((leftNs() + MS_PER_NS - 1) / MS_PER_NS, 1, Integer.MAX_VALUE);
  }

  /** The earlier one. */
  Deadline orIn(Duration time) {
    Deadline other = in(time);
    return other.atNs - atNs < 0 ? other : this;
  }
}
