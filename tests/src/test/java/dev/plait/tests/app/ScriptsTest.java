package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.peer.json.Json;
import dev.plait.tests.scenario.NodeHere;
import dev.plait.tests.scenario.NodeProcess;
import java.io.IOException;
import java.io.StringReader;
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
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} and {@code listen} as scripts use them: the standard output is theirs alone. */
class ScriptsTest {
  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
  void nothingButAnswersIsOnTheStandardOutput() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        Program listener = program(node.uri(), "listen", "grace", "--json", "--accept")) {
      listener.awaitOutput("\"online\"");
      try (Program sender = program(node.uri(), "send", "ada", "--to", "grace", "good morning")) {
        assertThat(sender.awaitEnd()).as(sender.errors()).isZero();
        assertThat(sender.output().lines()).hasSize(1).first().isIn("stored", "delivered", "read");
        assertThat(sender.errors()).doesNotContain("Exception");
      }
      listener.awaitOutput("good morning");
      listener.terminate();
      assertThat(listener.awaitEnd()).isEqualTo(TERMINATED);
      assertThat(listener.output().lines()).allSatisfy(line -> Json.object(line));
      assertThat(listener.errors()).doesNotContain("Exception");
    }
  }

  @Test
  void whatSendsOneMessageBeginsNoChannel() throws Exception {
    Path libraries = folder.resolve("libraries");
    try (NodeHere node = NodeHere.start(folder);
        Program listener = program(node.uri(), "listen", "grace", "--json", "--accept")) {
      listener.awaitOutput("\"online\"");
      Map<String, String> environment =
          Map.of(
              "PLAIT_PASSWORD",
              "a password of ada",
              "JDK_JAVA_OPTIONS",
              "-Xlog:library:file=" + libraries);
      try (Program sender =
          Program.start(
              Main.class,
              folder,
              environment,
              Program.arguments(
                  node.uri(), folder.resolve("ada"), "send", "ada", "--to", "grace", "hello"))) {
        assertThat(sender.awaitEnd()).as(sender.errors()).isZero();
      }
      listener.awaitOutput("\"hello\"");
    }
    assertThat(libraries).content().contains("Loaded library").doesNotContain("webrtc");
  }

  @Test
  void aMessageToSomebodyKnownIsQueuedWhileTheServerIsDownAndArrivesOnce() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder)) {
      try (Program listener = program(node.uri(), "listen", "grace", "--json", "--accept")) {
        listener.awaitOutput("\"online\"");
      }
      send(node.uri(), 0, "one");
      node.kill();

      try (Program sender = send(node.uri(), 3, "two", "--wait", "1")) {
        assertThat(sender.output().lines()).containsExactly("queued");
        assertThat(sender.errors()).contains("goes out when").doesNotContain("Exception");
      }

      node.restart();
      send(node.uri(), 0, "three");
      try (Program listener = program(node.uri(), "listen", "grace", "--json", "--accept")) {
        listener.awaitOutput("\"three\"");
        assertThat(texts(listener)).containsExactly("one", "two", "three");
      }
    }
  }

  @Test
  void aBotAcceptsWhoeverWrites() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        Program bot = program(node.uri(), "listen", "grace", "--json", "--accept")) {
      bot.awaitOutput("\"online\"");
      send(node.uri(), 0, "hello bot");
      bot.awaitOutput("\"hello bot\"");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> lines(bot, "roster").stream().anyMatch(ScriptsTest::accepted));
    }
  }

  @Test
  void aMessageToOneselfIsExplained() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        Program sender = program(node.uri(), "send", "ada", "--to", "Ada", "note to myself")) {
      assertThat(sender.awaitEnd()).isEqualTo(1);
      assertThat(sender.errors().lines())
          .containsExactly(
              "Ada is your own handle, and a message goes to somebody else; name another handle");
    }
  }

  /** A run of {@code send} from Ada to Grace, which has ended. */
  private Program send(URI node, int exit, String text, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--to", "grace", text));
    arguments.addAll(List.of(more));
    Program sender = program(node, "send", "ada", arguments.toArray(String[]::new));
    assertThat(sender.awaitEnd()).as(text + ": " + sender.errors()).isEqualTo(exit);
    return sender;
  }

  private static List<Map<String, Object>> lines(Program program, String event) {
    return program
        .output()
        .lines()
        .map(Json::object)
        .filter(line -> Json.text(line, "event").equals(event))
        .toList();
  }

  private static List<String> texts(Program program) {
    return lines(program, "message").stream()
        .map(line -> Json.text(line, "text"))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static boolean accepted(Map<String, Object> roster) {
    return Json.objects(roster, "members").stream().allMatch(one -> Json.flag(one, "accepted"));
  }

  @Test
  void aListenerWhoseDeviceIsSignedOutSaysWhyAndFails() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        Program listener = program(node.uri(), "listen", "grace", "--json", "--accept")) {
      listener.awaitOutput("\"online\"");
      signOut(node.uri(), "grace");
      assertThat(listener.awaitEnd()).isEqualTo(1);
      assertThat(listener.errors()).contains("signed out").doesNotContain("Exception");
    }
  }

  /** Signs the device of {@code who} out, as its owner does from another device. */
  private void signOut(URI node, String who) throws Exception {
    Properties identity = new Properties();
    identity.load(new StringReader(Files.readString(folder.resolve(who + "/identity.properties"))));
    try (HttpClient client = HttpClient.newHttpClient()) {
      String session =
          """
          {"handle": "%s", "password": "a password of %s", "deviceName": "two"}
          """
              .formatted(who, who);
      String reply =
          client
              .send(
                  HttpRequest.newBuilder(node.resolve("/v1/sessions"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(session))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      HttpRequest removal =
          HttpRequest.newBuilder(node.resolve("/v1/devices/" + identity.getProperty("device")))
              .header("Authorization", "Bearer " + Json.text(Json.object(reply), "accessToken"))
              .DELETE()
              .build();
      assertThat(client.send(removal, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(204);
    }
  }

  private Program program(URI node, String command, String who, String... more) throws IOException {
    List<String> arguments = Program.arguments(node, folder.resolve(who), command, who, more);
    return Program.start(
        Main.class, folder, Map.of("PLAIT_PASSWORD", "a password of " + who), arguments);
  }
}
