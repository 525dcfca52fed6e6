package dev.plait.tests.sim;

import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.KeptClock;
import dev.plait.protocol.clock.HybridClock;
import java.util.SplittableRandom;

/**
 * The clock of one device's machine: wrong by some time, and by another one after some starts. Also
 * knows what the device itself makes of it.
 */
final class SimClock {
  /** Far from 0, so that no skewed clock is negative. */
  private static final long EPOCH_MS = 1_000_000_000;

  /** Out of a hundred starts of a device whose clock is wrong, how many find it set anew. */
  private static final int SET_CHANCE = 25;

  private final SimWorld world;

  /** Of its own, so that a clock changes nothing else that is drawn. */
  private final SplittableRandom random;

  private long skewMs;
  private long aheadMs;
  private long furthestMs;
  private long starts;

  SimClock(SimWorld world, long skewMs) {
    this.world = world;
    this.random = new SplittableRandom(world.seed() ^ skewMs);
    this.skewMs = skewMs;
  }

  /** A life begins. */
  void started(SimDisk disk) {
    if (skewMs != 0 && starts > 0 && random.nextInt(100) < SET_CHANCE) {
      skewMs = -skewMs / 2;
    }
    KeptClock kept = disk.load(localMs()).clock();
    if (starts == 0) {
      // A copy's past: the device that it was copied from may have taken another time for now.
      furthestMs = Math.max(furthestMs, HybridClock.toMs(kept.lastHlc()) - serverMs());
    }
    starts++;
    aheadMs = kept.serverAheadMs();
    tookForNow();
  }

  private void tookForNow() {
    furthestMs = Math.max(furthestMs, skewMs + aheadMs);
  }

  /** What the server says of the time. */
  long serverMs() {
    return EPOCH_MS + world.nowMs();
  }

  /** What the machine's clock shows. */
  long localMs() {
    return EPOCH_MS + world.nowMs() + skewMs;
  }

  /** The device hears the server's time; what a driver keeps of it. */
  DiskWrite welcomed() {
    aheadMs = -skewMs;
    tookForNow();
    return new DiskWrite.ServerClock(aheadMs);
  }

  /** The time as the device knows it, corrected as far as it can be. */
  long knownMs() {
    return localMs() + aheadMs;
  }

  /** The latest that it may ever have taken for now, and what a start may add (CLK-1). */
  long latestMs() {
    return serverMs() + furthestMs + starts * KeptClock.KEEP_EVERY_MS;
  }

  /** World time at a time of the machine's clock. */
  long atMs(long localAtMs) {
    return Math.max(world.nowMs(), localAtMs - EPOCH_MS - skewMs);
  }
}
