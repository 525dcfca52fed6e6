package dev.plait.turn.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.turn.lab.Lab;
import dev.plait.turn.lab.Lab.Ended;
import dev.plait.turn.probe.Coturn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command, where that matters as a program of its own. */
class TurnCheckCommandTest {
  /**
   * In this process: there are many, and what a program of its own would do with them is little.
   */
  @ParameterizedTest
  @CsvSource({
    "'',                                                                   give a server",
    "--url turn:a.example,                                                 --secret-env",
    "--url turn:a.example --secret-file GOOD --user ada,                   --secret-env",
    "--url turn:a.example --user ada,                                      --password-env",
    "--url turn:a.example --secret-env NOT_THERE,                          no NOT_THERE",
    "--url turn:a.example --secret-file /nonexistent,                      cannot be read",
    "--url turn:a.example --secret-file WEAK,                              too weak",
    "--url stun:a.example --secret-file GOOD,                              relays nothing",
    "--url http://a.example --secret-file GOOD,                            no URL of a TURN server",
    "--url turn:a.example --secret-file GOOD --server-address b.example,   no IP address",
    "--url turn:a.example --secret-file GOOD --trust /nonexistent,         no certificate",
    "--url turn:a.example --secret-file GOOD --timeout 0,                  --timeout",
    "--secret GOOD,                                                        Unknown option"
  })
  void wrongUseIsNamed(String arguments, String named, @TempDir Path folder) throws Exception {
    Path good = Files.writeString(folder.resolve("good"), Coturn.SECRET);
    Path weak = Files.writeString(folder.resolve("weak"), "weakling");
    String given = arguments.replace("GOOD", good.toString()).replace("WEAK", weak.toString());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream standardError = System.err;
    int code;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      code = Main.line().execute(("turn-check " + given).strip().split(" ", -1));
    } finally {
      System.setErr(standardError);
    }

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(named)
        .doesNotContain("weakling", "Exception");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void aUserWithAPasswordInAFileIsChecked(@TempDir Path folder) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "pass-word\n");
    try (Coturn coturn =
        Coturn.start(folder, "lt-cred-mech", "user=ada:pass-word", "denied-peer-ip=0.0.0.1")) {
      Ended ended =
          turnCheck(
              "--url",
              coturn.url("turn:127.0.0.1:%d").toString(),
              "--user",
              "ada",
              "--password-file",
              password.toString(),
              "--json");

      assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
      assertThat(ended.output())
          .contains("OPEN        127.0.0.0/8 loopback", "to another client and back")
          .doesNotContain("pass-word");
    }
  }

  @Test
  void everyRangeIsReportedThoughTheServerGivesFewPermissionsAndWhatItSaysIsMadePrintable()
      throws Exception {
    try (StingyTurnServer stingy = StingyTurnServer.start("\u001b[2Jstingy", 10)) {
      Ended ended =
          turnCheck("--url", stingy.url(), "--secret-env", "SEVERAL", "--timeout", "2", "--json");

      assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
      assertThat(ended.output())
          .contains("server      ?[2Jstingy", "OPEN        10.0.0.0/8", "OPEN        240.0.0.0/4")
          .doesNotContain("\u001b");
    }
  }

  /** 1 says that an address is open. */
  @Test
  void aBugInTheCheckDoesNotExitAsIfAnAddressWereOpen() {
    assertThat(
            new CommandLine(new TurnCheckCommand()).getCommandSpec().exitCodeOnExecutionException())
        .isEqualTo(3);
  }

  @Test
  void theSelfTestIsCleanAndLeavesNothingBehind() throws Exception {
    Coturn.assumeInstalled();
    Lab.open().close();

    Ended ended = turnCheck("--self-test", "--json");

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output().strip()).endsWith("}").contains("{\"verdict\":\"clean\"");
    assertThat(Lab.run(new ProcessBuilder("ip", "netns", "list")).output())
        .doesNotContain("plait-tc");
  }

  private static Ended turnCheck(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("turn-check"));
    all.addAll(Arrays.asList(arguments));
    ProcessBuilder program =
        new ProcessBuilder(Lab.javaCommand(Main.class, all.toArray(String[]::new)));
    program.environment().put("SEVERAL", Coturn.SECRET + ",fedcba9876543210fedcba9876543210");
    return Lab.run(program);
  }
}
