package dev.plait.relay;

/** The usual ack time of one device, smoothed as a TCP round trip is (RFC 6298 §2). Pure. */
final class AckTimes {
  /** An eighth of each new sample counts, as in RFC 6298. */
  private static final int SMOOTHING = 8;

  private long smoothedMs = -1;

  void add(long sampleMs) {
    long sample = Math.max(0, sampleMs);
    smoothedMs = smoothedMs < 0 ? sample : (smoothedMs * (SMOOTHING - 1) + sample) / SMOOTHING;
  }

  /** Twice the usual ack time, within the limits. */
  long graceMs(RelayLimits limits) {
    return Math.clamp(2 * smoothedMs, limits.graceMinMs(), limits.graceMaxMs());
  }
}
