package dev.plait.peer;

import dev.plait.peer.core.ArrivedBy;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts for {@link Statistics}. Safe for use by several threads. */
final class Counters {
  private static final int SENT = 0;
  private static final int DIRECT = 1;
  private static final int RELAY = 2;
  private static final int STORE = 3;
  private static final int FRAMES_DIRECT = 4;
  private static final int FRAMES_SERVER = 5;
  private static final int SWITCHES = 6;

  private final AtomicLongArray counts = new AtomicLongArray(7);

  void sent() {
    counts.incrementAndGet(SENT);
  }

  void arrived(ArrivedBy by) {
    switch (by) {
      case DIRECT -> counts.incrementAndGet(DIRECT);
      case RELAY -> counts.incrementAndGet(RELAY);
      case STORE -> counts.incrementAndGet(STORE);
      case SELF -> {}
    }
  }

  void directFrame() {
    counts.incrementAndGet(FRAMES_DIRECT);
  }

  void serverFrame() {
    counts.incrementAndGet(FRAMES_SERVER);
  }

  void switched() {
    counts.incrementAndGet(SWITCHES);
  }

  Statistics snapshot() {
    return new Statistics(
        counts.get(SENT),
        counts.get(DIRECT),
        counts.get(RELAY),
        counts.get(STORE),
        counts.get(FRAMES_DIRECT),
        counts.get(FRAMES_SERVER),
        counts.get(SWITCHES));
  }
}
