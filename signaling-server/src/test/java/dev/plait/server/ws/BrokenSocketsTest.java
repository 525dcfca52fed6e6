package dev.plait.server.ws;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PresenceState;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose sockets break while the node writes to them. */
class BrokenSocketsTest {
  /** Enough for a lock held across a write to stop the node in each of ten runs. */
  private static final int ROUNDS = 60;

  @TempDir Path data;

  @Test
  void theNodeServesOnWhileSocketsBreakUnderItsWrites() throws Exception {
    try (TwoPeople people = TwoPeople.start(data)) {
      for (int i = 0; i < ROUNDS; i++) {
        CompletableFuture<Void> ada = CompletableFuture.runAsync(() -> comeAndBreak(people.ada()));
        CompletableFuture<Void> grace =
            CompletableFuture.runAsync(() -> comeAndBreak(people.grace()));
        CompletableFuture.allOf(ada, grace).join();
      }
      try (WsClient last = WsClient.hello(people.ada())) {
        last.send(people.post(last.next(Frame.Roster.class).version(), 1, 1));
        last.next(Frame.Receipt.class, receipt -> !receipt.stored().isEmpty());
      }
    }
  }

  /** Both hear of the other's coming and going, so each is written to while it breaks. */
  private static void comeAndBreak(HttpUser user) {
    try (WsClient client = WsClient.hello(user)) {
      client.send(new Frame.Presence(user.account(), PresenceState.AWAY, 0));
      client.send(new Frame.Ping(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
