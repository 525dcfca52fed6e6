package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.tests.chaos.CrashTestMain;
import dev.plait.tests.scenario.NodeHere;
import dev.plait.tests.sim.SimulateMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says to mistakes: one clear line, and an exit code that tells. */
class WrongUseTest {
  /** Nobody listens there. */
  private static final String NOBODY = "http://127.0.0.1:1";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8787", "http://a b", "http://127.0.0.1:8787/anything?x=1"})
  void anAddressThatIsNoneIsExplained(String address) throws Exception {
    try (Program program = send(address, "a long password")) {
      assertThat(program.awaitEnd()).isEqualTo(2);
      assertThat(program.errors().lines().findFirst().orElseThrow())
          .contains("--server")
          .contains("http://127.0.0.1:8787");
      assertThat(program.errors()).doesNotContain("Exception");
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsNoReasonForANewAccount() throws Exception {
    try (Program program = send(NOBODY, "a long password")) {
      assertThat(program.awaitEnd()).isEqualTo(1);
      assertThat(program.errors().lines())
          .containsExactly("cannot sign in: the server at " + NOBODY + " does not answer");
    }
  }

  @Test
  void anUnknownNameOrAWrongPasswordIsToldHowToMakeAnAccount() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        Program program = send(node.uri().toString(), "a long password")) {
      assertThat(program.awaitEnd()).isEqualTo(1);
      assertThat(program.errors().lines())
          .hasSize(1)
          .first()
          .asString()
          .contains("password")
          .endsWith("add --sign-up.");
    }
  }

  @Test
  void aCheckOfNothingIsRefused() throws Exception {
    try (Program simulate = run(SimulateMain.class, "--seeds", "0");
        Program crashes = run(CrashTestMain.class, "--runs", "0")) {
      assertThat(simulate.awaitEnd()).isEqualTo(2);
      assertThat(crashes.awaitEnd()).isEqualTo(2);
    }
  }

  @Test
  void aNodeExplainsItsOptions() throws Exception {
    try (Program node = run(dev.plait.server.app.Main.class, "--help")) {
      assertThat(node.awaitEnd()).isZero();
      assertThat(node.output()).contains("--port N").contains("--data DIR");
    }
  }

  private Program run(Class<?> main, String... arguments) throws IOException {
    return Program.start(main, folder, Map.of(), List.of(arguments));
  }

  private Program send(String server, String password) throws IOException {
    return Program.start(
        Main.class,
        folder,
        Map.of("PLAIT_PASSWORD", password),
        List.of(
            "send",
            "--server",
            server,
            "--user",
            "ada",
            "--to",
            "grace",
            "hello",
            "--data",
            folder.resolve("ada").toString()));
  }
}
