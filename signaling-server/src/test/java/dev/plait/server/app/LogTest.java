package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plait.server.app.TestNode.User;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogTest {
  /** ESC, the C1 form of ESC [, a bidirectional override, a line separator, half a pair. */
  private static final String NASTY = "\u001b[2J\u009b31m\u202e\u2028\ud83d";

  /** No line of ours is longer, whatever it is about. */
  private static final int LINE_CHARS = 4_000;

  private TestNode node;

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, Map.of());
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingOfABadHostIsLogged(String format) throws IOException {
    try (WrittenLog log = WrittenLog.as(format)) {
      for (String host :
          List.of(
              "planted[" + "h".repeat(7_000),
              "[planted\u001b[31m",
              "planted:\u001b[31mport",
              "planted:99999999999",
              "[::1]:planted",
              "plan\tted:\u00ff\u0080\u009b")) {
        send("GET /v1/profile HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        send("GET http://" + host + "/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        send("GET / HTTP/1.1\r\nHost: " + host + "\r\nHost: planted\r\n\r\n");
        send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: " + host + "\r\n\r\n");
        send("GET / HTTP/1.1\r\nHost: a\r\nForwarded: host=\"" + host + "\"\r\n\r\n");
      }
      assertThat(log.text()).doesNotContain("plan", "ted", "\u001b", "\u009b", "hhhh");
      assertIsWritten(log);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingOfABadRequestIsLogged(String format) throws IOException {
    try (WrittenLog log = WrittenLog.as(format)) {
      for (String request :
          List.of(
              "PLANTED\u001b /planted\u001b[2J HTTP/1.1\r\nHost: a\r\n\r\n",
              "GET /planted" + "p".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
              "GET /planted%zz%00%1b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
              "GET /v1/profile?planted=%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
              "GET /x HTTP/1.1\r\nHost: a\r\nPlanted\u0001: planted\u001b\r\n\r\n",
              "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: planted\r\n\r\n",
              "GET /x HTTP/1.1\r\nHost: a\r\nCookie: planted=\u001b\u0007\r\nConnection: close\r\n\r\n",
              "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: planted\r\n\r\n",
              "POST /v1/accounts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nplanted\r\n",
              """
              GET /v1/connect HTTP/1.1\r
              Host: a\r
              Connection: Upgrade\r
              Upgrade: websocket\r
              Sec-WebSocket-Version: planted\r
              Sec-WebSocket-Key: planted\r
              Sec-WebSocket-Extensions: planted;\u001b=1\r
              \r
              """)) {
        send(request);
      }
      assertThat(log.text()).doesNotContainIgnoringCase("planted").doesNotContain("\u001b", "ppp");
      assertIsWritten(log);
    }
  }

  @Test
  void aLineOfTextIsOneLineOfPrintableCharactersWithinALimit() {
    try (WrittenLog log = WrittenLog.as("text")) {
      LoggerFactory.getLogger("dev.plait.test")
          .warn("said {}", NASTY + "\r\n2026-01-01 ERROR forged\t" + "x".repeat(100_000));

      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().getFirst())
          .hasSizeLessThan(LINE_CHARS)
          .contains("\\u001b[2J\\u009b31m\\u202e\\u2028\\ud83d\\u000d\\u000a2026")
          .contains("… (100")
          .matches("[\\x20-\\x7e…]+");
    }
  }

  @Test
  void aLineOfJsonSaysTheSameWithinTheSameLimit() throws IOException {
    try (WrittenLog log = WrittenLog.as("json")) {
      LoggerFactory.getLogger("dev.plait.test")
          .warn("said {}", NASTY + "\r\n\"quoted\"" + "x".repeat(100_000));

      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().getFirst()).hasSizeLessThan(LINE_CHARS).matches("[\\x20-\\x7e…]+");
      JsonNode line = new JsonMapper().readTree(log.lines().getFirst());
      assertThat(line.get("formattedMessage").textValue())
          .startsWith("said \\u001b[2J\\u009b31m\\u202e\\u2028\\ud83d\\u000d\\u000a\"quoted\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void theLimitOfALineCountsWhatStandsThere(String format) {
    try (WrittenLog log = WrittenLog.as(format)) {
      LoggerFactory.getLogger("dev.plait.test").warn("said {}", "\u0001".repeat(100_000));

      assertThat(log.lines()).singleElement().asString().contains("\\u0001").contains("… (100");
      assertThat(log.lines().getFirst()).hasSizeLessThan(LINE_CHARS);
    }
  }

  @Test
  void whatIsReadTheOtherWayOrIsNotSeenIsAnEscape() {
    try (WrittenLog log = WrittenLog.as("text")) {
      LoggerFactory.getLogger("dev.plait.test")
          .warn(
              "said {}",
              "\u200f\u061c\u2067 \u05d0\u0627\u0660 \u3164\u115f\u2800\u034f\ufe0f \u00a0\u3000 é 漢 \ud83d\ude00");

      assertThat(log.lines().getFirst())
          .endsWith(
              "said \\u200f\\u061c\\u2067 \\u05d0\\u0627\\u0660"
                  + " \\u3164\\u115f\\u2800\\u034f\\ufe0f \\u00a0\\u3000 é 漢 \ud83d\ude00");
    }
  }

  @Test
  void theRootOfALongTraceIsThere() {
    try (WrittenLog log = WrittenLog.as("text")) {
      Throwable failure = deep(150, new IOException("the root of it"));
      for (int i = 0; i < 20; i++) {
        failure = deep(150, new IllegalStateException("layer " + i, failure));
      }
      LoggerFactory.getLogger("dev.plait.test").warn("failed", failure);

      assertThat(log.text())
          .contains("layer 19", "Caused by: java.io.IOException: the root of it", "LogTest");
      assertThat(log.lines()).hasSizeLessThan(300);
    }
  }

  @Test
  void aMessageForgesNoFrame() {
    try (WrittenLog log = WrittenLog.as("text")) {
      IllegalStateException outer =
          new IllegalStateException("oh\n\tat forged.Frame.run(Frame.java:1)\nCaused by: forged");
      outer.addSuppressed(new IOException("aside\nforged too"));
      LoggerFactory.getLogger("dev.plait.test").warn("failed", outer);

      assertThat(log.lines().stream().map(String::strip))
          .anyMatch(line -> line.contains("aside"))
          .noneMatch(line -> line.startsWith("at forged") || line.startsWith("Caused by: forged"))
          .noneMatch(line -> line.startsWith("forged"));
    }
  }

  private static Throwable deep(int frames, Throwable what) {
    if (frames > 0) {
      return deep(frames - 1, what);
    }
    what.setStackTrace(Thread.currentThread().getStackTrace());
    return what;
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void anExceptionForgesNoLineEither(String format) {
    try (WrittenLog log = WrittenLog.as(format)) {
      LoggerFactory.getLogger("dev.plait.test")
          .warn(
              "failed",
              new IllegalStateException(
                  NASTY + "\n2026-01-01 ERROR forged", new IOException("y".repeat(100_000))));

      assertThat(log.text())
          .contains("forged")
          .contains("LogTest")
          .doesNotContain("\u001b", "\u009b", "\u202e", "\u2028", "y".repeat(LINE_CHARS));
      assertThat(log.lines().stream().skip(1)).allMatch(line -> line.startsWith("\t"));
    }
  }

  @Test
  void everyLineSaysItsTimeInUtcWithTheZone() throws IOException {
    try (WrittenLog log = WrittenLog.as("text")) {
      LoggerFactory.getLogger("dev.plait.test").info("now");
      assertJustNow(log.lines().getFirst().split(" ", 2)[0]);
    }
    try (WrittenLog log = WrittenLog.as("json")) {
      LoggerFactory.getLogger("dev.plait.test").info("now");
      assertJustNow(new JsonMapper().readTree(log.lines().getFirst()).get("time").textValue());
    }
  }

  @Test
  void whatPeopleCallThemselvesIsNotLogged() {
    try (WrittenLog log = WrittenLog.as("text", "trace")) {
      User user = node.signUp("planted-handle");
      node.patch(user, "/v1/profile", Map.of("displayName", "planted-name"));
      node.patch(user, "/v1/devices/" + user.device(), Map.of("name", "planted-device"));
      node.get(user, "/v1/accounts/by-handle/planted-other");
      assertThat(log.text()).contains(user.account()).doesNotContain("planted");
    }
  }

  /** What comes to the loggers that are not switched off does come to the log. */
  private static void assertIsWritten(WrittenLog log) {
    LoggerFactory.getLogger("org.eclipse.jetty.http.Another").warn("a word of Jetty");
    assertThat(log.text()).contains("a word of Jetty");
  }

  private static void assertJustNow(String time) {
    assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(Duration.between(Instant.parse(time), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  /** Sends bytes, and waits until the node has answered all it wants to and closed. */
  private void send(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), node.node().uri().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (java.net.SocketException reset) {
      // The node closed before it had read all.
      assertThat(reset).isNotNull();
    }
  }
}
