package dev.plait.tests.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tests/run-all} over two modules whose Maven and npm are short scripts. */
class RunAllTest {
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      report() {
        mkdir -p "$1/target/surefire-reports" "$1/target/test-classes"
        echo "<testsuite name='$2' time='1'><testcase classname='$2' name='aThing'>$3</testcase></testsuite>" \\
          >"$1/target/surefire-reports/TEST-$2.xml"
      }
      case "$*" in
        *"-pl tests/checks"*) [ -z "${CHECKS:-}" ] || { echo "[ERROR] $CHECKS"; exit 1; } ;;
        *"-pl !tests/checks"*) [ -z "${CODE:-}" ] || { echo "[ERROR] $CODE"; exit 1; } ;;
        *-pl*!tests*) report below x.BelowTest "${BELOW:-}" ;;
        *-pl*tests*) report tests x.TopTest "${TOP:-}" ;;
      esac
      """;

  private static final String NPM =
      """
      #!/usr/bin/env bash
      [ -z "${PAGE:-}" ] || { echo "not ok 3 - $PAGE"; exit 1; }
      """;

  @TempDir Path root;

  /** How it ended, and what it said. */
  private record Ended(int exitCode, String said) {}

  @BeforeEach
  void setUp() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "SKIPPED, no scripts here");
    Path programs = Files.createDirectories(root.resolve("bin"));
    script(programs.resolve("mvn"), MAVEN);
    script(programs.resolve("npm"), NPM);
    Files.createDirectories(root.resolve("web-demo"));
    Path tests = Files.createDirectories(root.resolve("tests"));
    script(tests.resolve("run-all"), Files.readString(Path.of("run-all")));
    String own = SuiteReportMain.class.getPackageName().replace('.', '/');
    Path classes = Files.createDirectories(tests.resolve("target/classes").resolve(own));
    try (Stream<Path> files = Files.list(Path.of("target/classes").resolve(own))) {
      for (Path file : files.toList()) {
        Files.copy(file, classes.resolve(file.getFileName()));
      }
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ended run(String... environment) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(root.resolve("tests/run-all").toString()))
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", root.resolve("bin") + ":", (old, own) -> own + old);
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void allIsWellWhenAllIs() throws Exception {
    Ended ended = run();

    assertThat(ended.exitCode()).as(ended.said()).isZero();
    assertThat(ended.said()).contains("2 tests in 2 classes, 0 skipped, 0 failed");
  }

  @Test
  void noFailureHidesAnother() throws Exception {
    Ended ended =
        run(
            "BELOW", "<failure message='deep down'/>",
            "TOP", "<error message='on top'/>",
            "PAGE", "the page is wrong");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.said())
        .contains("FAILED below: x.BelowTest.aThing: deep down")
        .contains("FAILED tests: x.TopTest.aThing: on top")
        .contains("FAILED web-demo", "not ok 3 - the page is wrong");
    assertThat(root.resolve("target/test-logs/failures")).content().contains("deep down", "on top");
  }

  @Test
  void whatTheChecksFindHidesNoTest() throws Exception {
    Ended ended = run("CHECKS", "Some.java:[1,1] [NullAway]", "TOP", "<failure message='on top'/>");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.said())
        .contains("FAILED checks", "[ERROR] Some.java:[1,1] [NullAway]")
        .contains("FAILED tests: x.TopTest.aThing: on top")
        .doesNotContain("FAILED compile");
  }

  @Test
  void whatTheChecksFindIsEnoughToFail() throws Exception {
    Ended ended = run("CHECKS", "Some.java:[1,1] [NullAway]");

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(1);
  }

  @Test
  void whatDoesNotCompileIsAllThatIsSaidBesideThePage() throws Exception {
    Ended ended = run("CODE", "Some.java:[1,1] no such thing", "PAGE", "the page is wrong");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.said())
        .contains("FAILED compile", "[ERROR] Some.java:[1,1] no such thing")
        .contains("FAILED web-demo", "not ok 3 - the page is wrong")
        .doesNotContain("FAILED modules", "FAILED tests", "No such file");
  }
}
