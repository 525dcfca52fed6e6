package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.server.app.Node;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger may leave with somebody who is away (DLV-17). */
class RequestQueueTest {
  @TempDir Path data;

  @Test
  void aRequestKeepsAFewEntriesAndTheRestOnceItIsAccepted() throws Exception {
    try (Node node = TwoPeople.startNode(data, InstantSource.system(), Map.of())) {
      HttpUser ada = HttpUser.signUp(node.uri(), "ada");
      HttpUser grace = HttpUser.signUp(node.uri(), "grace");
      TwoPeople people = new TwoPeople(node, ada, grace, ada.converse(grace));
      try (WsClient wire = WsClient.hello(ada)) {
        long version = wire.next(Frame.Roster.class).version();
        wire.send(people.post(version, 1, 100));

        Frame.Refused refused = wire.next(Frame.Refused.class);
        assertThat(refused.code()).isEqualTo(RefusalCode.QUEUE_FULL);
        assertThat(refused.seqs()).isEqualTo(List.of(new Range(21, 100)));

        grace.accept(people.conversation());
        long accepted = wire.next(Frame.Roster.class).version();
        wire.send(people.post(accepted, 21, 100));
        wire.next(
            Frame.Receipt.class,
            receipt -> receipt.stored().stream().anyMatch(range -> range.throughSeq() == 100));
      }
    }
  }

  @Test
  void whoDeclinesGetsNothingThatWaited() throws Exception {
    try (Node node = TwoPeople.startNode(data, InstantSource.system(), Map.of())) {
      HttpUser ada = HttpUser.signUp(node.uri(), "ada");
      HttpUser grace = HttpUser.signUp(node.uri(), "grace");
      TwoPeople people = new TwoPeople(node, ada, grace, ada.converse(grace));
      try (WsClient wire = WsClient.hello(ada)) {
        wire.send(people.post(wire.next(Frame.Roster.class).version(), 1, 5));
        wire.next(Frame.Receipt.class);
      }

      grace.post("/v1/conversations/" + people.conversation() + "/decline", Map.of());

      try (WsClient wire = WsClient.hello(grace)) {
        assertThat(wire.next(Frame.class, f -> f instanceof Frame.Live || isEntries(f)))
            .isInstanceOf(Frame.Live.class);
      }
    }
  }

  private static boolean isEntries(Frame frame) {
    return frame instanceof Frame.Entries;
  }
}
