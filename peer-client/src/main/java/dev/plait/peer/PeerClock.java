package dev.plait.peer;

/**
 * Milliseconds since 1970 that never go back while the peer runs, whatever happens to the machine's
 * clock. Safe for use by several threads.
 */
final class PeerClock {
  private final long startMs = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  long nowMs() {
    return startMs + (System.nanoTime() - startNanos) / 1_000_000;
  }
}
