package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that keep a connection with a byte now and then, on real sockets; a clock put forward.
 */
class SlowClientsTest {
  /** Less than Jetty lets a connection be idle: whatever ends sooner ends for another reason. */
  private static final int WAIT_MS = 20_000;

  private final TestClock clock = new TestClock();
  private TestNode node;

  @BeforeEach
  void start(@TempDir Path data) {
    node = TestNode.start(data, Map.of(), clock);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aHeadThatDripsEndsTheConnection() throws IOException {
    try (Socket socket = open()) {
      send(socket, "GET /v1/time HTTP/1.1\r\nHost: localhost\r\nX-A: ");
      clock.advance(Duration.ofSeconds(19));
      send(socket, "a");
      clock.advance(Duration.ofSeconds(2));

      assertEnded(socket);
    }
  }

  @Test
  void soDoesTheHeadOfAnUpgrade() throws IOException {
    try (Socket socket = open()) {
      send(socket, "GET /v1/connect HTTP/1.1\r\nHost: localhost\r\nUpgrade: webso");
      clock.advance(Duration.ofSeconds(21));

      assertEnded(socket);
    }
  }

  @Test
  void soDoesABodyThatDrips() throws IOException {
    try (Socket socket = open()) {
      send(
          socket,
          head(
              "POST /v1/sessions HTTP/1.1",
              "Content-Type: application/json",
              "Expect: 100-continue",
              "Content-Length: 1000"));
      assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      send(socket, "{");
      clock.advance(Duration.ofSeconds(59));
      send(socket, " ");
      clock.advance(Duration.ofSeconds(2));

      assertEnded(socket);
    }
  }

  @Test
  void aConnectionThatIsUsedStaysHoweverLong() throws IOException {
    try (Socket used = open();
        Socket silent = open()) {
      for (int i = 0; i < 5; i++) {
        clock.advance(Duration.ofSeconds(15));
        assertThat(RawHttp.get(used, "/v1/time", List.of("Host: localhost")).status())
            .isEqualTo(200);
      }

      assertEnded(silent);
      assertThat(RawHttp.get(used, "/v1/time", List.of("Host: localhost")).status()).isEqualTo(200);
    }
  }

  /** A WebSocket has the times of its session: ten seconds to say hello, and pings. */
  @Test
  void aWebSocketIsNoRequestThatTakesLong() throws IOException {
    try (Socket silent = open();
        Socket upgraded = open()) {
      send(
          upgraded,
          head(
              "GET /v1/connect HTTP/1.1",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Protocol: plait.v1",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
      assertThat(readUntil(upgraded, "\r\n\r\n")).startsWith("HTTP/1.1 101 ");
      clock.advance(Duration.ofSeconds(21));

      assertEnded(silent);
      assertThat(readWithTime(upgraded, "hello")).contains("\"bye\"", "hello");
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.node().uri().getPort());
    socket.setSoTimeout(WAIT_MS);
    return socket;
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int read = socket.getInputStream().read();
      assertThat(read).as("more than %s", text).isNotNegative();
      text.append((char) read);
    }
    return text.toString();
  }

  /** However late the node has begun: time goes on until it says that. */
  private String readWithTime(Socket socket, String end) throws IOException {
    socket.setSoTimeout(500);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WAIT_MS / 500; ) {
      try {
        int read = socket.getInputStream().read();
        assertThat(read).as("more than %s", text).isNotNegative();
        text.append((char) read);
        if (text.indexOf(end) >= 0) {
          return text.toString();
        }
      } catch (SocketTimeoutException notYet) {
        clock.advance(Duration.ofSeconds(11));
        i++;
      }
    }
    return fail("only " + text);
  }

  /** However late the node has seen what was sent: time goes on until the connection has ended. */
  private void assertEnded(Socket socket) throws IOException {
    socket.setSoTimeout(500);
    for (int i = 0; i < WAIT_MS / 500; i++) {
      try {
        assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        return;
      } catch (SocketTimeoutException notYet) {
        clock.advance(Duration.ofSeconds(5));
      } catch (SocketException reset) {
        return;
      }
    }
    fail("the connection has not ended");
  }
}
