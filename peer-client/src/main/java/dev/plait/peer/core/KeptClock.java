package dev.plait.peer.core;

import dev.plait.protocol.clock.HybridClock;
import java.util.List;

/**
 * What a device's disk says about time when it starts (CLK-1, CLK-3).
 *
 * @param lastHlc the last stamp given or observed, unsigned; 0 for none
 * @param aheadHlcs the lowest stamps of the transcript that seem to be from a wrong clock, and may
 *     count after the correction by the server
 * @param serverAheadMs how far the server's clock was ahead of this machine's when last heard
 */
public record KeptClock(long lastHlc, List<Long> aheadHlcs, long serverAheadMs) {
  /** Of a device that has never stamped or heard anything. */
  public static final KeptClock NONE = new KeptClock(0, List.of(), 0);

  /**
   * The last stamp is written down when it has moved on by so much; what it may have moved on since
   * is found in the transcript.
   */
  public static final long KEEP_EVERY_MS = 1_000;

  /** Copies the list. */
  public KeptClock {
    aheadHlcs = List.copyOf(aheadHlcs);
  }

  /**
   * The highest stamp in the transcript that can have been the last one: what is above it was left
   * alone (CLK-2).
   *
   * @param writtenHlc the last stamp as written down by {@link DiskWrite.LastStamp}, 0 for none
   * @param nowMs the machine's clock, corrected by {@code serverAheadMs}
   */
  public static long mostHlc(long writtenHlc, long nowMs) {
    long byStamp = HybridClock.of(HybridClock.toMs(writtenHlc) + KEEP_EVERY_MS, 0);
    long byClock = HybridClock.of(nowMs + HybridClock.MAX_AHEAD_MS, 0);
    return writtenHlc != 0 && Long.compareUnsigned(byStamp, byClock) > 0 ? byStamp : byClock;
  }
}
