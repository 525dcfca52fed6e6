package dev.plait.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes at random moments; {@code ./plait crash-test} does it by the hundred. */
class CrashRunsTest {
  /**
   * From here on three runs have each victim, two at once, two blows, a channel, an absent peer.
   */
  private static final long FROM = 180;

  private static final int RUNS = 3;

  @Test
  void whatWasPromisedSurvivesKills(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    CrashCounts counts = new CrashTest(folder, System.out).run(FROM, RUNS);

    assertThat(counts.findings()).as(counts.text()).isZero();
    assertThat(counts.runs()).isEqualTo(RUNS);
  }
}
