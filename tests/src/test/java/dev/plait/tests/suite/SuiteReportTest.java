package dev.plait.tests.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteReportTest {
  @TempDir Path root;

  private Path module(String name, Class<?>... tests) throws IOException {
    Path classes = Files.createDirectories(root.resolve(name + "/target/test-classes"));
    for (Class<?> test : tests) {
      String file = test.getName().replace('.', '/') + ".class";
      Path copy = classes.resolve(file);
      Files.createDirectories(Objects.requireNonNull(copy.getParent()));
      try (InputStream in = test.getClassLoader().getResourceAsStream(file)) {
        Files.copy(Objects.requireNonNull(in), copy);
      }
    }
    return Files.createDirectories(root.resolve(name + "/target/surefire-reports"));
  }

  private static void write(Path reports, String name, String cases) throws IOException {
    Files.writeString(
        reports.resolve("TEST-" + name + ".xml"),
        "<testsuite name='%s' time='2.5'>%s</testsuite>".formatted(name, cases));
  }

  @Test
  void failuresOfAllModulesAreInOnePlace() throws IOException {
    write(
        module("below"),
        "a.BelowTest",
        "<testcase classname='a.BelowTest' name='isBelow'>"
            + "<failure message='  expected: 1&#10;but was: 2'>trace</failure></testcase>"
            + "<testcase classname='a.BelowTest' name='isSkipped'><skipped/></testcase>");
    write(
        module("top"),
        "b.TopTest",
        "<testcase classname='b.TopTest' name='isOnTop'><error message='gone'/></testcase>"
            + "<testcase classname='b.TopTest' name='isWell'/>");

    SuiteReport report = SuiteReport.read(root);

    assertThat(report.failures())
        .containsExactly("below: a.BelowTest.isBelow: expected: 1", "top: b.TopTest.isOnTop: gone");
    assertThat(report.tests()).isEqualTo(4);
    assertThat(report.skipped()).isEqualTo(1);
    assertThat(report.classes()).contains(new SuiteReport.Took("top: b.TopTest", 2.5));
  }

  @Test
  void aClassOfTestsWithoutAResultHasFailed() throws IOException {
    module("died", SuiteReportTest.class);

    assertThat(SuiteReport.read(root).failures())
        .singleElement()
        .asString()
        .startsWith("died: " + SuiteReportTest.class.getName() + ": no result");
  }

  @Test
  void aClassThatIsOnlyCalledATestNeedsNoResult() throws IOException {
    module("helpers", OnlyCalledTest.class);

    assertThat(SuiteReport.read(root).failures()).isEmpty();
  }
}
