package dev.plait.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final UUID ACCOUNT = UUID.randomUUID();
  private static final UUID DEVICE = UUID.randomUUID();

  private final Sessions sessions = new Sessions();

  @Test
  void nobodyElseReachesASessionBeforeItsWelcome() {
    Sent out = new Sent();

    sessions.admit(
        ACCOUNT,
        DEVICE,
        out,
        _ -> {
          sessions.send(List.of(DEVICE), new Frame.Pong(1, 1));
          out.send(new Frame.Pong(2, 2));
        });
    sessions.send(List.of(DEVICE), new Frame.Pong(3, 3));

    assertThat(out.frames).containsExactly(new Frame.Pong(2, 2), new Frame.Pong(3, 3));
  }

  /** A client that is welcomed may be cut off, and be back, before its thread here goes on. */
  @Test
  void oneThatIsOverDoesNotTakeOverFromTheNext() {
    Sent over = new Sent();
    Sent next = new Sent();

    sessions.admit(ACCOUNT, DEVICE, over, _ -> sessions.admit(ACCOUNT, DEVICE, next, _ -> {}));

    assertThat(next.closes).isEmpty();
    assertThat(over.closes).containsExactly(CloseCode.TAKEN_OVER);
    sessions.send(List.of(DEVICE), new Frame.Pong(1, 1));
    assertThat(next.frames).containsExactly(new Frame.Pong(1, 1));
  }

  private static final class Sent implements Outbound {
    @Override
    public boolean awaitRoom() {
      return true;
    }

    private final List<ServerFrame> frames = new ArrayList<>();
    private final List<CloseCode> closes = new ArrayList<>();

    @Override
    public void send(ServerFrame frame) {
      frames.add(frame);
    }

    @Override
    public boolean isClosing() {
      return !closes.isEmpty();
    }

    @Override
    public void close(CloseCode code, String message, long retryAfterMs) {
      closes.add(code);
    }
  }
}
