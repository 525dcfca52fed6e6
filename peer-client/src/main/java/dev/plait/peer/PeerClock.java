package dev.plait.peer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Milliseconds since 1970 that never go back while the peer runs, whatever happens to the machine's
 * clock. A steady clock may stand still while the machine sleeps; that time can be made up for.
 * Safe for use by several threads.
 */
final class PeerClock {
  private final long startNanos = System.nanoTime();
  private final AtomicLong startMs = new AtomicLong(System.currentTimeMillis());

  /** The machine has slept: its clock is right, this one is behind. Called on one thread. */
  void makeUp() {
    startMs.addAndGet(Math.max(0, System.currentTimeMillis() - nowMs()));
  }

  /** How far the machine's own clock is behind another's, whatever happened to it meanwhile. */
  long machineBehindMs(long otherMs) {
    return otherMs - System.currentTimeMillis();
  }

  long nowMs() {
    return startMs.get() + (System.nanoTime() - startNanos) / 1_000_000;
  }
}
