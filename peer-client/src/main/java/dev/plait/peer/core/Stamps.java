package dev.plait.peer.core;

import dev.plait.protocol.clock.HybridClock;

/** Stamps what a device says, and keeps on disk how far it has come. Owned by the peer's thread. */
final class Stamps {
  private final HybridClock clock;
  private final Effects effects;
  private long writtenMs = -1;

  Stamps(KeptClock kept, Effects effects, long nowMs) {
    this.effects = effects;
    clock = new HybridClock(kept.lastHlc());
    clock.handleServerTime(nowMs + kept.serverAheadMs(), nowMs);
    kept.aheadHlcs().forEach(hlc -> clock.observe(hlc, nowMs));
  }

  /** The stamp of something new; on disk before it is, as far as need be (CLK-1). */
  long next(long nowMs) {
    long hlc = clock.tick(nowMs);
    keep();
    return hlc;
  }

  /** An entry was committed. */
  void handleCommitted(long hlc, long nowMs) {
    clock.observe(hlc, nowMs);
    keep();
  }

  void handleServerTime(long serverTimeMs, long nowMs) {
    clock.handleServerTime(serverTimeMs, nowMs);
  }

  private void keep() {
    long lastMs = HybridClock.toMs(clock.lastHlc());
    if (writtenMs < 0 || lastMs >= writtenMs + KeptClock.KEEP_EVERY_MS) {
      writtenMs = lastMs;
      effects.persistLazily(new DiskWrite.LastStamp(clock.lastHlc()));
    }
  }
}
