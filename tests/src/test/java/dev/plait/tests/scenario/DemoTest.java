package dev.plait.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with real processes, real channels and real kills. */
class DemoTest {
  @Test
  void theConversationSurvivesTheLossOfEachPath(@TempDir Path folder) throws Exception {
    Verdict verdict = new Demo(folder, System.out).play();

    assertThat(verdict.clean()).as(verdict.json()).isTrue();
    assertThat(verdict.byPath()).allSatisfy((path, entries) -> assertThat(entries).isPositive());
  }
}
