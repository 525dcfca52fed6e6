package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Frame;
import dev.plait.server.app.Node;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes behind a hello that was refused never counts, however soon it comes. */
class RefusedHelloTest {
  @TempDir Path data;
  private Node node;
  private HttpUser ada;
  private HttpUser grace;

  @BeforeEach
  void twoPeople() throws IOException, InterruptedException {
    node = Node.start(NodeConfig.defaults(Map.of("plait.http.port", "0")), data);
    ada = HttpUser.signUp(node.uri(), "ada");
    grace = HttpUser.signUp(node.uri(), "grace");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aGoodHelloBehindOneWithABadTokenTakesNoSessionOver() throws InterruptedException {
    assertNothingCountsBehind(FrameCodec.encode(hello(ada, "no.good.token")));
  }

  @Test
  void norBehindOneWithAnothersToken() throws InterruptedException {
    assertNothingCountsBehind(FrameCodec.encode(hello(ada, grace.token())));
  }

  @Test
  void norBehindOneOfAnotherVersion() throws InterruptedException {
    assertNothingCountsBehind(
        FrameCodec.encode(hello(ada, ada.token()))
            .replaceFirst("\"version\":\\d+", "\"version\":99"));
  }

  @Test
  void norBehindAFrameThatIsNoHello() throws InterruptedException {
    assertNothingCountsBehind(FrameCodec.encode(new Frame.Ping(1)));
  }

  private void assertNothingCountsBehind(String refused) throws InterruptedException {
    try (WsClient session = WsClient.hello(ada)) {
      for (int i = 0; i < 20; i++) {
        try (WsClient other = WsClient.open(node.uri())) {
          other.sendText(refused);
          sendUnlessClosed(other, hello(ada, ada.token()));

          assertThat(other.closeCode()).isGreaterThanOrEqualTo(4000);
        }
      }
      session.assertAnswered();
    }
  }

  private static void sendUnlessClosed(WsClient client, Frame frame) {
    try {
      client.send(frame);
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessageContaining("over");
    }
  }

  private static Frame.Hello hello(HttpUser user, String token) {
    return new Frame.Hello(Frame.VERSION, user.device(), token, List.of(), 0, 0, "test");
  }
}
