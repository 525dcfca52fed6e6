package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages may call and open a WebSocket. PORT stands for the node's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginTest {
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, Map.of("plait.http.allowed-origins", "https://chat.example.org"));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:PORT, http://127.0.0.1:PORT",
    "localhost:PORT, http://localhost:PORT",
    "LocalHost:PORT, http://localhost:PORT",
    "[::1]:PORT, http://[::1]:PORT",
    "192.0.2.7:PORT, http://192.0.2.7:PORT",
    "192.0.2.7, http://192.0.2.7",
    // By a proxy that keeps the Host header, and by one that does not.
    "chat.example.org, https://chat.example.org",
    "127.0.0.1:PORT, https://chat.example.org",
  })
  void theOwnPageAndThoseOnTheListMayCall(String host, String origin) throws IOException {
    assertThat(upgrade(node, host, origin)).isEqualTo(101);
    assertThat(time(node, host, origin)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:PORT, http://localhost:PORT",
    "127.0.0.1:PORT, http://127.0.0.1:1",
    "127.0.0.1:PORT, http://127.0.0.1",
    "127.0.0.1:PORT, https://127.0.0.1:PORT",
    "127.0.0.1:PORT, http://127.0.0.1:PORT.evil.example",
    "127.0.0.1:PORT, http://evil.example",
    "127.0.0.1:PORT, null",
    // A name that its owner points here after the page is loaded.
    "evil.example:PORT, http://evil.example:PORT",
    "127.0.0.1.evil.example:PORT, http://127.0.0.1.evil.example:PORT",
    "localhost.evil.example:PORT, http://localhost.evil.example:PORT",
    "chat.example.org, http://chat.example.org",
    "chat.example.org, https://chat.example.org:8443",
  })
  void noOtherPageMay(String host, String origin) throws IOException {
    assertThat(upgrade(node, host, origin)).isEqualTo(403);
    assertThat(time(node, host, origin)).isEqualTo(403);
  }

  @Test
  void aNodeWithoutAPageHasNoPageOfItsOwn(@TempDir Path data) throws IOException {
    try (TestNode bare = TestNode.start(data, Map.of("plait.http.page", "false"))) {
      assertThat(upgrade(bare, "localhost:PORT", "http://localhost:PORT")).isEqualTo(403);
      assertThat(time(bare, "localhost:PORT", "http://localhost:PORT")).isEqualTo(403);
    }
  }

  private static int upgrade(TestNode node, String host, String origin) throws IOException {
    return RawHttp.upgrade(
            node.node().uri(),
            at(node, host),
            "Origin: " + at(node, origin),
            "Sec-WebSocket-Protocol: plait.v1")
        .status();
  }

  private static int time(TestNode node, String host, String origin) throws IOException {
    return RawHttp.get(
            node.node().uri(),
            "/v1/time",
            List.of("Host: " + at(node, host), "Origin: " + at(node, origin)))
        .status();
  }

  private static String at(TestNode node, String text) {
    return text.replace("PORT", Integer.toString(node.node().uri().getPort()));
  }
}
