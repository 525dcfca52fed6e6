package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a device's disk knows of its stamps, in case the machine's clock is set back (CLK-1). */
final class StampsTest {
  private static final long BEGIN_MS = 1_000_000_000;
  private static final long SET_BACK_MS = 1_000;

  private final Effects effects = new Effects();
  private final Stamps stamps = new Stamps(KeptClock.NONE, effects, BEGIN_MS);
  private long writtenHlc;

  /** Several within each millisecond, also within the one in which the last is written down. */
  @Test
  void everyStampIsAmongThoseThatAStartTakesForTheLast() {
    for (long nowMs = BEGIN_MS; nowMs <= BEGIN_MS + 2 * KeptClock.KEEP_EVERY_MS; nowMs++) {
      for (int i = 0; i < 3; i++) {
        long hlc = stamps.next(nowMs);
        readWritten();
        assertThat(hlc).isLessThanOrEqualTo(KeptClock.mostHlc(writtenHlc, SET_BACK_MS));
      }
    }
  }

  private void readWritten() {
    for (CoreEffect effect; (effect = effects.poll()) != null; ) {
      CoreEffect.Persist persist = (CoreEffect.Persist) effect;
      writtenHlc = ((DiskWrite.LastStamp) persist.writes().getFirst()).hlc();
    }
  }
}
