package dev.plait.protocol.clock;

import java.util.TreeSet;

/**
 * A hybrid logical clock (Kulkarni et al., 2014): 48 bits of milliseconds since 1970, then 16 bits
 * that count within a millisecond, compared unsigned. Whatever a device stamps after having
 * observed a message sorts after that message (CLK-1). Pure and not thread-safe: its owner calls it
 * from one thread and keeps {@link #lastHlc} with what it stamped.
 */
public final class HybridClock {
  /** A stamp further ahead than this does not drag the clock along: its sender's clock is wrong. */
  public static final long MAX_AHEAD_MS = 5 * 60 * 1000;

  /**
   * Stamps ahead that are remembered; of more the lowest, which count first. More than were ever
   * said within minutes, and 40 KB at most.
   */
  public static final int MAX_AHEAD_STAMPS = 1024;

  private static final int COUNTER_BITS = 16;
  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
  private static final long MAX_MS = (1L << 48) - 1;

  private long lastHlc;

  /** Stamps left alone so far, lowest first: each counts once it is no longer too far ahead. */
  private final TreeSet<Long> ahead = new TreeSet<>(Long::compareUnsigned);

  private long offsetMs;

  /**
   * Goes on from a stamp, so that a restart never steps back.
   *
   * @param lastHlc the latest stamp given or observed, unsigned; 0 for none
   */
  public HybridClock(long lastHlc) {
    this.lastHlc = lastHlc;
  }

  /** Puts a stamp together; the counter takes the low 16 bits. */
  public static long of(long ms, int counter) {
    return Math.clamp(ms, 0, MAX_MS) << COUNTER_BITS | (counter & COUNTER_MASK);
  }

  /** The milliseconds since 1970 in a stamp. */
  public static long toMs(long hlc) {
    return hlc >>> COUNTER_BITS;
  }

  /** The counter in a stamp, 0 to 65535. */
  public static int toCounter(long hlc) {
    return (int) (hlc & COUNTER_MASK);
  }

  /**
   * Stamps something new.
   *
   * @param nowMs the device's own clock, milliseconds since 1970
   * @return unsigned; higher than every earlier stamp
   */
  public long tick(long nowMs) {
    while (!ahead.isEmpty() && !tooFarAhead(ahead.getFirst(), nowMs)) {
      observe(ahead.removeFirst(), nowMs);
    }
    long physical = of(correctedMs(nowMs), 0);
    // A full counter carries into the milliseconds.
    lastHlc = Long.compareUnsigned(physical, lastHlc) > 0 ? physical : lastHlc + 1;
    return lastHlc;
  }

  /**
   * Takes notice of a received stamp; one that is more than {@link #MAX_AHEAD_MS} ahead is left
   * alone (CLK-2) until time, or the correction by the server, has brought it nearer.
   *
   * @param remoteHlc unsigned
   * @param nowMs the device's own clock, milliseconds since 1970
   */
  public void observe(long remoteHlc, long nowMs) {
    if (tooFarAhead(remoteHlc, nowMs)) {
      ahead.add(remoteHlc);
      if (ahead.size() > MAX_AHEAD_STAMPS) {
        ahead.removeLast();
      }
    } else if (Long.compareUnsigned(remoteHlc, lastHlc) > 0) {
      lastHlc = remoteHlc;
    }
  }

  private boolean tooFarAhead(long hlc, long nowMs) {
    return toMs(hlc) > correctedMs(nowMs) + MAX_AHEAD_MS;
  }

  /**
   * Corrects the device's clock by the server's from now on (CLK-3).
   *
   * @param serverTimeMs the server's clock, milliseconds since 1970
   * @param nowMs the device's own clock at the same moment
   */
  public void handleServerTime(long serverTimeMs, long nowMs) {
    offsetMs = serverTimeMs - nowMs;
  }

  /** The device's clock corrected by the server's, milliseconds since 1970. */
  public long correctedMs(long nowMs) {
    return nowMs + offsetMs;
  }

  /** The latest stamp given or observed, unsigned; 0 for none. */
  public long lastHlc() {
    return lastHlc;
  }
}
