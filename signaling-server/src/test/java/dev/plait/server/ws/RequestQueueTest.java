package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.server.app.Node;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger may leave with somebody who is away (DLV-17). */
class RequestQueueTest {
  @TempDir Path data;

  private Node node;
  private TwoPeople people;

  @BeforeEach
  void adaHasAskedGrace() throws Exception {
    node = TwoPeople.startNode(data, InstantSource.system(), Map.of());
    HttpUser ada = HttpUser.signUp(node.uri(), "ada");
    HttpUser grace = HttpUser.signUp(node.uri(), "grace");
    people = new TwoPeople(node, ada, grace, ada.converse(grace));
  }

  @AfterEach
  void end() {
    node.close();
  }

  @Test
  void aRequestKeepsAFewEntriesAndTheRestOnceItIsAccepted() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada())) {
      long version = ada.next(Frame.Roster.class).version();
      ada.send(people.post(version, 1, 100, box()));

      Frame.Refused refused = ada.next(Frame.Refused.class);
      assertThat(refused.code()).isEqualTo(RefusalCode.QUEUE_FULL);
      assertThat(refused.seqs()).isEqualTo(List.of(new Range(21, 100)));

      people.grace().accept(people.conversation());
      long accepted = ada.next(Frame.Roster.class).version();
      ada.send(people.post(accepted, 21, 100));
      ada.next(
          Frame.Receipt.class,
          receipt -> receipt.stored().stream().anyMatch(range -> range.throughSeq() == 100));
    }
  }

  @Test
  void whoDeclinesGetsNothingThatWaited() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada())) {
      ada.send(people.post(ada.next(Frame.Roster.class).version(), 1, 5, box()));
      ada.next(Frame.Receipt.class);
    }

    people.grace().post("/v1/conversations/" + people.conversation() + "/decline", Map.of());

    try (WsClient grace = WsClient.hello(people.grace())) {
      assertThat(grace.next(Frame.class, f -> f instanceof Frame.Live || isEntries(f)))
          .isInstanceOf(Frame.Live.class);
    }
  }

  private UUID box() {
    return RequestBox.of(people.conversation(), people.grace().account());
  }

  private static boolean isEntries(Frame frame) {
    return frame instanceof Frame.Entries;
  }
}
