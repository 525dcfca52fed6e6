package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.server.app.RawHttp.RawAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections a network may have open, on real sockets. */
class ConnectionsTest {
  private static final int MOST = 5;
  private static final List<String> HOST = List.of("Host: localhost");

  @TempDir Path data;
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void oneTooManyIsEndedAndAnotherTakenOnceOneHasEnded() throws IOException {
    try (TestNode node = start(Map.of())) {
      for (int i = 0; i < MOST; i++) {
        assertThat(RawHttp.get(open(node, "127.0.0.1"), "/v1/time", HOST).status()).isEqualTo(200);
      }

      assertThat(isTaken(node, "127.0.0.1")).isFalse();
      assertThat(isTaken(node, "127.0.0.2")).as("another network").isTrue();

      sockets.getFirst().close();
      await().until(() -> isTaken(node, "127.0.0.1"));
    }
  }

  @Test
  void theConnectionsOfATrustedProxyAreNotItsOwn() throws IOException {
    try (TestNode node = start(Map.of("plait.http.trusted-proxies", "127.0.0.1"))) {
      for (int i = 0; i < 2 * MOST; i++) {
        assertThat(RawHttp.get(open(node, "127.0.0.1"), "/v1/time", HOST).status()).isEqualTo(200);
      }

      for (int i = 0; i < MOST; i++) {
        assertThat(upgrade(node, "2001:db8:1:2::" + i).status()).isEqualTo(101);
      }
      await().until(() -> upgrade(node, "2001:db8:1:2::ffff").status() == 429);
      assertThat(upgrade(node, "2001:db8:1:3::1").status()).isEqualTo(101);
    }
  }

  private TestNode start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("plait.limits.connections-per-address", Integer.toString(MOST));
    return TestNode.start(data, settings);
  }

  private boolean isTaken(TestNode node, String from) throws IOException {
    try {
      return RawHttp.get(open(node, from), "/v1/time", HOST).status() == 200;
    } catch (IOException ended) {
      return false;
    }
  }

  private Socket open(TestNode node, String from) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.ofLiteral("127.0.0.1"),
            node.node().uri().getPort(),
            InetAddress.ofLiteral(from),
            0);
    sockets.add(socket);
    return socket;
  }

  private RawAnswer upgrade(TestNode node, String client) throws IOException {
    return RawHttp.get(
        open(node, "127.0.0.1"),
        "/v1/connect",
        List.of(
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: plait.v1",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "X-Forwarded-For: " + client));
  }
}
