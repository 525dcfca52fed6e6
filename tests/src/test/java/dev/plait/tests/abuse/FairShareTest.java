package dev.plait.tests.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.tests.scenario.NodeProcess;
import dev.plait.tests.scenario.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What one account does with all its devices, others do not wait for. Measured as a ratio within
 * one run; a machine that does something else for a moment is no attack, so the best of some
 * counts.
 */
class FairShareTest {
  private static final int TRIALS = 3;

  /** One network makes all accounts here. */
  private static final Place NODE =
      new Place(
          List.of(),
          List.of(),
          Map.of(
              "PLAIT_LIMITS_ADDRESS_PER_MINUTE", "100000",
              "PLAIT_LIMITS_SIGN_UP_PER_ADDRESS_PER_HOUR", "100000",
              "PLAIT_LIMITS_SIGN_IN_PER_ADDRESS_PER_MINUTE", "100000"));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"MANY_TARGETS", "MANY_QUESTIONS", "MANY_CANCELS", "MANY_GROUPS"})
  void othersAreServedAsIfNobodyDidItsWorst(Attack attack) throws Exception {
    try (NodeProcess node = NodeProcess.start(NODE, folder);
        Bystanders two = new Bystanders(node.uri())) {
      Trial trial = Trial.run(node.uri(), attack, two);
      for (int i = 1; i < TRIALS && !trial.harmless(); i++) {
        trial = Trial.run(node.uri(), attack, two);
      }
      assertThat(trial).matches(Trial::harmless, "harmless");
      assertThat(trial.heard()).as("answers to who did its worst").isPositive();
    }
  }
}
