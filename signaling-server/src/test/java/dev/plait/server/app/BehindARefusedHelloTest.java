package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.session.DeviceSession;
import dev.plait.server.session.Outbound;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A session of a running node that gets two frames before its client has read the first answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BehindARefusedHelloTest {
  private TestNode node;
  private User ada;
  private User grace;

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, Map.of());
    ada = node.signUp("ada");
    grace = node.signUp("grace");
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aGoodOneIsNotWelcomed() {
    for (Frame refused : List.of(hello("no.good.token"), hello(grace.token()), new Frame.Ping(1))) {
      Client client = new Client();
      DeviceSession session = node.parts().live().connections().open(client, device -> {});

      handle(session, refused);
      handle(session, hello(ada.token()));

      assertThat(client.closed).as("after %s", refused).isNotNull();
      assertThat(client.frames).isEmpty();
      session.handleClosed();
    }
    assertThat(node.parts().live().sessions().of(ada.deviceId())).isNull();
  }

  @Test
  void noMoreIsOneThatCameTooLate() {
    Client client = new Client();
    DeviceSession session = node.parts().live().connections().open(client, device -> {});

    session.handleTimeout(Instant.now().plusSeconds(3_600).toEpochMilli());
    handle(session, hello(ada.token()));

    assertThat(client.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
    assertThat(client.frames).isEmpty();
    session.handleClosed();
  }

  private static void handle(DeviceSession session, Frame frame) {
    assertThat(session.handle((ClientFrame) frame, 100)).isZero();
  }

  private Frame hello(String token) {
    return new Frame.Hello(Frame.VERSION, ada.deviceId(), token, List.of(), 0, 0, "test");
  }

  /** What a client would get. */
  private static final class Client implements Outbound {
    private final List<ServerFrame> frames = new ArrayList<>();
    private @Nullable CloseCode closed;

    @Override
    public void send(ServerFrame frame) {
      frames.add(frame);
    }

    @Override
    public boolean awaitRoom() {
      return true;
    }

    @Override
    public boolean isClosing() {
      return closed != null;
    }

    @Override
    public void close(CloseCode code, String message, long retryAfterMs) {
      if (closed == null) {
        closed = code;
      }
    }
  }
}
