package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.server.app.RawHttp.RawAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private TestNode node;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    node.close();
  }

  @Test
  void oneTooManyIsEndedAndAnotherTakenOnceOneHasEnded() throws IOException {
    start(Map.of());
    for (int i = 0; i < MOST; i++) {
      assertThat(RawHttp.get(open("127.0.0.1"), "/v1/time", HOST).status()).isEqualTo(200);
    }

    assertThat(isTaken("127.0.0.1")).isFalse();
    assertThat(isTaken("127.0.0.2")).as("another network").isTrue();

    sockets.getFirst().close();
    await().until(() -> isTaken("127.0.0.1"));
  }

  @Test
  void theConnectionsOfATrustedProxyAreNotItsOwn() throws IOException {
    start(Map.of("plait.http.trusted-proxies", "127.0.0.1"));
    for (int i = 0; i < 2 * MOST; i++) {
      assertThat(RawHttp.get(open("127.0.0.1"), "/v1/time", HOST).status()).isEqualTo(200);
    }

    for (int i = 0; i < MOST; i++) {
      assertThat(upgrade("2001:db8:1:2::" + i).status()).isEqualTo(101);
    }
    await().until(() -> upgrade("2001:db8:1:2::ffff").status() == 429);
    assertThat(upgrade("2001:db8:1:3::1").status()).isEqualTo(101);
  }

  private void start(Map<String, String> more) {
    Map<String, String> settings = new java.util.HashMap<>(more);
    settings.put("plait.limits.connections-per-address", Integer.toString(MOST));
    node = TestNode.start(data, settings);
  }

  private boolean isTaken(String from) throws IOException {
    try {
      return RawHttp.get(open(from), "/v1/time", HOST).status() == 200;
    } catch (IOException ended) {
      return false;
    }
  }

  private Socket open(String from) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getByName("127.0.0.1"),
            node.node().uri().getPort(),
            InetAddress.getByName(from),
            0);
    sockets.add(socket);
    return socket;
  }

  private RawAnswer upgrade(String client) throws IOException {
    return RawHttp.get(
        open("127.0.0.1"),
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
