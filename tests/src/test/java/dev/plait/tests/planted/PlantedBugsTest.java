package dev.plait.tests.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bugs that {@code tests/planted/check} plants; that each is caught, only it can tell. */
class PlantedBugsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PLANTED = ROOT.resolve("tests/planted");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\d\\d-[a-z0-9-]+)` \\|");

  @Test
  void everyPatchStillAppliesToTheSources() throws IOException, InterruptedException {
    assumeTrue(hasGit(), "git is not installed");
    List<String> stale = new ArrayList<>();
    for (Path patch : patches()) {
      String complaint = run(List.of("git", "apply", "--check", patch.toString()));
      if (!complaint.isEmpty()) {
        stale.add(name(patch) + ": " + complaint);
      }
    }

    assertThat(stale).isEmpty();
  }

  @Test
  void everyPatchSaysWhatItBreaksAndWhatCatchesIt() throws IOException {
    for (Path patch : patches()) {
      assertThat(Files.readString(patch).lines().takeWhile(line -> !line.startsWith("diff ")))
          .as(name(patch))
          .anyMatch(line -> line.matches("breaks: .+"))
          .anyMatch(line -> line.matches("invariant: .+"))
          .anyMatch(
              line -> line.matches("caught-by: (simulate(-js)? --seeds \\d+|maven \\S+ \\w+)"))
          .anyMatch(line -> line.matches("message: .+"));
    }
  }

  @Test
  void thePageListsThePatches() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/testing.md"));
    List<String> listed = ROW.matcher(page).results().map(MatchResult::group).toList();

    assertThat(listed)
        .containsExactlyElementsOf(
            patches().stream().map(patch -> "| `" + name(patch) + "` |").toList());
  }

  private static List<Path> patches() throws IOException {
    try (Stream<Path> files = Files.list(PLANTED)) {
      return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
    }
  }

  private static String name(Path patch) {
    return patch.getFileName().toString().replace(".patch", "");
  }

  private static boolean hasGit() throws InterruptedException {
    try {
      run(List.of("git", "--version"));
      return true;
    } catch (IOException noGit) {
      return false;
    }
  }

  /** What the command prints when it fails; nothing when it works. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile());
    builder.environment().put("GIT_CEILING_DIRECTORIES", ROOT.resolve("..").normalize().toString());
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : printed + "exit " + process.exitValue();
  }
}
