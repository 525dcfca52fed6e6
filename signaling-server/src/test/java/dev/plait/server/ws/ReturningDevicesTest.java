package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.Frame;
import dev.plait.server.app.Node;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many devices behind one address come back at once; strangers there do not. */
class ReturningDevicesTest {
  private static final int MOST = 4;

  @TempDir Path data;
  private final List<WsClient> clients = new ArrayList<>();
  private final List<HttpUser> devices = new ArrayList<>();
  private Node node;

  @BeforeEach
  void devices() throws IOException, InterruptedException {
    node =
        Node.start(
            NodeConfig.defaults(
                Map.of(
                    "plait.http.port", "0",
                    "plait.limits.sign-in-per-address-per-minute", Integer.toString(MOST),
                    "plait.limits.connections-per-address", Integer.toString(2 * MOST),
                    "plait.limits.connect-per-address-per-minute", Integer.toString(MOST))),
            data);
    for (int i = 0; i < 4 * MOST; i++) {
      devices.add(HttpUser.signUp(node.uri(), "device-" + i));
    }
  }

  @AfterEach
  void stop() {
    clients.forEach(WsClient::close);
    node.close();
  }

  @Test
  void eachGoodHelloGivesBackWhatItsUpgradeTook() throws InterruptedException {
    for (HttpUser device : devices) {
      clients.add(WsClient.hello(device));
    }
    for (WsClient client : clients) {
      client.assertAnswered();
    }

    assertRefusedAfter(MOST);
  }

  @Test
  void aRefusedHelloGivesNothingBack() throws InterruptedException {
    for (int i = 0; i < MOST; i++) {
      WsClient client = open();
      client.send(
          new Frame.Hello(
              Frame.VERSION, devices.get(i).device(), "no.good.token", List.of(), 0, 0, "test"));
      client.closeCode();
    }

    assertRefusedAfter(0);
  }

  @Test
  void aGoodRefreshGivesBackWhatItTook() throws Exception {
    for (HttpUser device : devices) {
      assertThat(device.refreshed().device()).isEqualTo(device.device());
    }
    HttpUser first = devices.getFirst();
    HttpUser stranger =
        new HttpUser(node.uri(), first.account(), first.device(), first.token(), "no token");
    for (int i = 0; i < MOST; i++) {
      assertThat(stranger.refusalOfRefresh()).isEqualTo("bad-refresh-token");
    }
    assertThat(stranger.refusalOfRefresh()).isEqualTo("rate-limited");
  }

  /**
   * The connection of a device that has gone is a stranger's no more, nor one that is still open.
   */
  @Test
  void devicesThatComeAndGoLeaveTheirPlacesToOthers() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      for (HttpUser device : devices.subList(0, MOST)) {
        clients.add(WsClient.hello(device));
      }
    }
    clients.forEach(WsClient::close);
    clients.clear();

    for (HttpUser device : devices) {
      await().ignoreExceptions().until(() -> clients.add(WsClient.hello(device)));
    }
  }

  private void assertRefusedAfter(int more) {
    for (int i = 0; i < more; i++) {
      open();
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(429));
  }

  private WsClient open() {
    WsClient client = WsClient.open(node.uri());
    clients.add(client);
    return client;
  }
}
