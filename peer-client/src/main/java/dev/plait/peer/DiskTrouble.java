package dev.plait.peer;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells the application that the disk refuses, but not of every attempt. Called on the disk thread;
 * {@link #tellTo} once, before anything is written.
 */
final class DiskTrouble implements Consumer<Exception> {
  /** A person who is told once and again each half minute neither misses it nor drowns in it. */
  private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(30);

  private volatile Consumer<String> warn = message -> {};
  private boolean told;
  private long toldAtNs;

  void tellTo(Consumer<String> application) {
    warn = application;
  }

  @Override
  public void accept(Exception failure) {
    long nowNs = System.nanoTime();
    if (!told || nowNs - toldAtNs >= EVERY_NS) {
      told = true;
      toldAtNs = nowNs;
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      warn.accept(
          "the disk refuses writes ("
              + cause.getMessage()
              + "); nothing is accepted until it takes them again");
    }
  }
}
