package dev.plait.tests.sim;

import java.util.function.BiConsumer;

/** When a device's core is called again: at the earliest deadline that it has named since. */
final class SimTimer {
  private final BiConsumer<Long, Runnable> later;
  private final Runnable fire;
  private long atMs = Long.MAX_VALUE;

  /**
   * Makes one.
   *
   * @param later runs a task at a time of the world
   */
  SimTimer(BiConsumer<Long, Runnable> later, Runnable fire) {
    this.later = later;
    this.fire = fire;
  }

  void clear() {
    atMs = Long.MAX_VALUE;
  }

  void arm(long at) {
    if (at < atMs) {
      atMs = at;
      later.accept(
          at,
          () -> {
            if (atMs == at) {
              atMs = Long.MAX_VALUE;
              fire.run();
            }
          });
    }
  }
}
