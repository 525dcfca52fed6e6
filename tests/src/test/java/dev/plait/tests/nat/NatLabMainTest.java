package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code ./plait nat-lab} says to mistakes; none of this needs a laboratory. */
class NatLabMainTest {
  private record Said(int exitCode, String complaint) {}

  @Test
  void aCaseThatThereIsNotIsRefusedAndHowToFindThemIsSaid() {
    Said said = run("--case", "symetric×public");

    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.complaint()).contains("there is no case 'symetric×public'", "--list");
  }

  @Test
  void anOptionThatThereIsNotIsRefused() {
    assertThat(run("--cases", "roam").exitCode()).isEqualTo(2);
    assertThat(run("--case").exitCode()).isEqualTo(2);
  }

  @Test
  void aFolderThatIsNotThereIsFoundOutBeforehandAndNotAfterHalfAnHour() {
    Said said = run("--case", "roam", "--write", "/nowhere/at/all");

    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.complaint()).contains("/nowhere/at/all is no folder");
  }

  @Test
  void aLossyHourOfNoTimeIsRefused() {
    assertThat(run("lossy-hour", "--minutes", "0").exitCode()).isEqualTo(2);
    assertThat(run("lossy-hour", "--minutes", "1", "--cuts", "2").complaint())
        .contains("one a minute");
    assertThat(run("lossy-hour", "--minutes", "soon").exitCode()).isEqualTo(2);
  }

  private static Said run(String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream complaint = new ByteArrayOutputStream();
    System.setErr(new PrintStream(complaint, true, StandardCharsets.UTF_8));
    try {
      int exitCode = NatLabMain.execute(arguments);
      return new Said(exitCode, complaint.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }
}
