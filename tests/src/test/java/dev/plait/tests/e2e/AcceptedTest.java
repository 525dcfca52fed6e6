package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Outgoing;
import dev.plait.protocol.wire.Bytes;
import dev.plait.tests.e2e.World.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the library tells of messages that have become durable. */
class AcceptedTest {
  private static final int MANY = 2_000;

  @TempDir Path folder;

  @Test
  void messagesAreAcceptedInTheOrderInWhichTheyWereSaid() throws Exception {
    List<Long> order = new CopyOnWriteArrayList<>();
    try (World world = new World(folder, Map.of());
        Person ada = world.join("ada", world.uri(), false);
        Person grace = world.join("grace", world.uri(), false)) {
      UUID conversation = World.introduce(ada, grace);
      for (int i = 0; i < MANY; i++) {
        Outgoing said = ada.peer().send(conversation, Bytes.utf8("m" + i));
        var _ = said.accepted().thenAccept(place -> order.add(place.seq()));
      }
      World.awaitTrue(World.A_WHILE, () -> order.size() == MANY);
    }
    assertThat(order).isEqualTo(LongStream.rangeClosed(1, MANY).boxed().toList());
  }
}
