package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** deploy/turn: that the files are what their programs take, and agree with docs/turn.md. */
class TurnDeployTest {
  private static final Path FOLDER = Path.of("..", "deploy", "turn");
  private static final Path UNIT = FOLDER.resolve("plait-coturn.service");
  private static final Path PAGE = Path.of("..", "docs", "turn.md");

  @Test
  void systemdTakesTheUnitAndFindsLittleExposed() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "skipped: no systemd-analyze");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/turnserver")), "skipped: no turnserver");

    assertThat(run("systemd-analyze", "verify", UNIT.toString())).isEmpty();
    // 0 is least exposed, 10 most; the threshold is in tenths.
    run("systemd-analyze", "security", "--offline=yes", "--threshold=20", UNIT.toString());
  }

  @Test
  void theUnitRunsTheConfigurationWhereThePageInstallsIt() throws IOException {
    assertThat(Files.readAllLines(UNIT))
        .contains(
            "LoadCredential=turnserver.conf:/etc/plait/turnserver.conf",
            "ExecStart=/usr/bin/turnserver -c %d/turnserver.conf");
    assertThat(Files.readString(PAGE))
        .contains("turnserver.conf /etc/plait/", "deploy/turn/plait-coturn.service");
  }

  @Test
  void theContainerGetsTheConfigurationAsASecretAndNoMoreRightsThanItNeeds() throws IOException {
    JsonNode compose = new YAMLMapper().readTree(Files.readString(FOLDER.resolve("compose.yaml")));
    JsonNode coturn = compose.at("/services/coturn");

    assertThat(coturn.at("/command/2").textValue())
        .endsWith("exec turnserver -c /run/secrets/turnserver.conf");
    assertThat(compose.at("/secrets/turnserver.conf/file").textValue())
        .isEqualTo("./turnserver.conf");
    assertThat(coturn.at("/cap_drop/0").textValue()).isEqualTo("ALL");
    assertThat(coturn.get("cap_add"))
        .extracting(JsonNode::textValue)
        .containsExactly("NET_BIND_SERVICE", "SETUID", "SETGID");
    assertThat(coturn.get("read_only").booleanValue()).isTrue();
    assertThat(Files.readString(PAGE)).contains("deploy/turn/compose.yaml");
  }

  /** coturn itself goes on without it, and then relays for everybody to everywhere. */
  @Test
  void theContainerDoesNotStartWithoutItsConfiguration() throws Exception {
    JsonNode compose = new YAMLMapper().readTree(Files.readString(FOLDER.resolve("compose.yaml")));
    List<String> command = new ArrayList<>();
    for (JsonNode part : compose.at("/services/coturn/command")) {
      command.add(
          part.textValue()
              .replace("/run/secrets/turnserver.conf", "/nonexistent/turnserver.conf")
              .replace("exec turnserver", "echo started"));
    }

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isNotZero();
    assertThat(said).contains("/nonexistent/turnserver.conf").doesNotContain("started");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
