package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.tests.scenario.DiskCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One laboratory for all tests of a class; where none can be made they are skipped, with the
 * reason. Used by one thread.
 */
final class LaboratoryExtension implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
  private @Nullable Laboratory laboratory;
  private @Nullable Path folder;
  private int number;

  /** Not an assumption before all tests: such a class would count as one without tests. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (laboratory != null) {
      return ConditionEvaluationResult.enabled("there is one");
    }
    try {
      Optional<String> missing = Requirements.missing();
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("one can be made");
      }
      String why = "SKIPPED, no NAT laboratory here: " + missing.get();
      System.err.println(context.getDisplayName() + ": " + why); // the summary has numbers only
      return ConditionEvaluationResult.disabled(why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ConditionEvaluationResult.disabled("interrupted");
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("plait-nat");
    try {
      laboratory = new Laboratory(folder);
    } catch (Exception e) {
      DiskCopy.delete(folder);
      throw e;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (laboratory != null && folder != null) {
      laboratory.close();
      String own = "plait-" + ProcessHandle.current().pid() + "-";
      assertThat(Shell.run(List.of("ip", "netns"))).doesNotContain(own);
      DiskCopy.delete(folder);
    }
  }

  Laboratory laboratory() {
    if (laboratory == null) {
      throw new IllegalStateException("there is no laboratory outside of its tests");
    }
    return laboratory;
  }

  /** One that no network or pair of this laboratory has had. */
  int nextNumber() {
    return ++number;
  }
}
