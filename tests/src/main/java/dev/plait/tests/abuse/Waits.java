package dev.plait.tests.abuse;

import java.util.Arrays;
import java.util.Locale;

/** How long something took, each time. */
final class Waits {
  private final long[] nanos;

  /** Copies what was measured. */
  Waits(long[] nanos) {
    this.nanos = nanos.clone();
    Arrays.sort(this.nanos);
  }

  /** The time that {@code share} of them did not exceed, in milliseconds. */
  double quantileMs(double share) {
    int index = (int) Math.ceil(share * nanos.length) - 1;
    return nanos[Math.clamp(index, 0, nanos.length - 1)] / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms of %d",
        quantileMs(0.5),
        quantileMs(0.99),
        nanos.length);
  }
}
