package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.Main;
import dev.plait.tests.scenario.QuickJava;
import dev.plait.turn.lab.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a node ends when it is told to: in order, with its data kept and its port free again. */
class NodeEndTest {
  private static final Pattern READY = Pattern.compile("plait is listening on (http://\\S+)\\s");
  private static final String CTRL_C = "\u0003";

  @TempDir Path folder;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the terminal is made by script of util-linux")
  void ctrlCEndsItInOrder() throws Exception {
    URI first;
    try (PseudoTerminal terminal = onATerminal(Ports.claim())) {
      first = awaitUri(terminal);
      assertThat(terminal.text()).contains("plait keeps its data in " + folder);
      terminal.awaitText(
          "plait: open http://localhost:" + first.getPort() + "/ in two browser windows to try it");
      assertThat(post(first, "/v1/accounts")).isEqualTo(201);
      terminal.type(CTRL_C);
      assertThat(terminal.awaitEnd()).isZero();
      assertThat(terminal.text()).doesNotContain("Exception");
    }
    try (PseudoTerminal again = onATerminal(first.getPort())) {
      assertThat(awaitUri(again)).isEqualTo(first);
      assertThat(post(first, "/v1/sessions")).isEqualTo(200);
      again.type(CTRL_C);
      assertThat(again.awaitEnd()).isZero();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
  void sigtermEndsItInOrder() throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>(QuickJava.command(Main.class, List.of()));
    command.addAll(List.of("--port", "0", "--data", folder.toString()));
    Process node =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> READY.matcher(Files.readString(output)).find());
      node.toHandle().destroy();
      assertThat(node.waitFor(180, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(node.exitValue()).isZero();
      assertThat(Files.readString(output)).doesNotContain("Exception");
    } finally {
      node.destroyForcibly();
    }
  }

  private PseudoTerminal onATerminal(int port) throws IOException {
    return PseudoTerminal.start(
        Main.class,
        Map.of(),
        List.of("--port", Integer.toString(port), "--data", folder.toString()));
  }

  private static URI awaitUri(PseudoTerminal terminal) {
    terminal.awaitText("plait is listening on ");
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> READY.matcher(terminal.raw()).find());
    Matcher ready = READY.matcher(terminal.raw());
    assertThat(ready.find()).isTrue();
    return URI.create(ready.group(1));
  }

  private static int post(URI node, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(node.resolve(path))
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          """
                          {"handle": "ada", "password": "a long password", "deviceName": "one"}
                          """))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
