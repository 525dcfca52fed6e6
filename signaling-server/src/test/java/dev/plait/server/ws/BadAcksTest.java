package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DLV-4, DLV-19: acks and questions about streams that are none of one's business. */
class BadAcksTest {
  private TwoPeople people;
  private WsClient ada;
  private long rosterVersion;

  @BeforeEach
  void adaHasStoredThree(@TempDir Path data) throws InterruptedException {
    people = TwoPeople.start(data);
    ada = WsClient.hello(people.ada());
    rosterVersion = ada.next(Frame.Roster.class).version();
    ada.send(people.post(rosterVersion, 1, 3));
    ada.next(Frame.Receipt.class, r -> r.stored().contains(new Range(1, 3)));
  }

  @AfterEach
  void stop() {
    ada.close();
    people.close();
  }

  @Test
  void aStrangersAckIsRefusedAndNothingIsLost() throws Exception {
    HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
    try (WsClient stranger = WsClient.hello(eve)) {
      assertRefused(stranger, people.stream());
      stranger.send(new Frame.Have(List.of(position(people.stream(), 3)), List.of()));
      assertThat(stranger.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    }
    assertStillThere();
  }

  @Test
  void anAckInAConversationThatDoesNotExistIsRefused() throws InterruptedException {
    try (WsClient grace = WsClient.hello(people.grace())) {
      assertRefused(grace, new StreamId(UUID.randomUUID(), people.ada().device(), TwoPeople.EPOCH));
    }
    assertStillThere();
  }

  @Test
  void anAckOfADeviceThatIsNotInTheConversationIsRefused() throws Exception {
    HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
    try (WsClient grace = WsClient.hello(people.grace());
        WsClient stranger = WsClient.hello(eve)) {
      assertRefused(grace, new StreamId(people.conversation(), eve.device(), TwoPeople.EPOCH));
      stranger.assertNoneOf(Frame.Receipt.class);
    }
    assertStillThere();
  }

  @Test
  void anAckOfAnotherEpochTakesNothingOfThisOne() throws InterruptedException {
    try (WsClient grace = WsClient.hello(people.grace())) {
      StreamId other =
          new StreamId(people.conversation(), people.ada().device(), TwoPeople.EPOCH + 1);
      grace.send(new Frame.Ack(position(other, 3), null));
      assertThat(ada.next(Frame.Receipt.class).stream()).isEqualTo(other);
    }
    assertStillThere();
  }

  @Test
  void aDeviceCannotAckItsOwnStreamInTheOthersPlace() throws InterruptedException {
    assertRefused(ada, people.stream());
    assertStillThere();
  }

  @Test
  void nobodyLearnsWhatBecameOfAnothersStream() throws InterruptedException {
    try (WsClient grace = WsClient.hello(people.grace())) {
      grace.send(new Frame.Have(List.of(), List.of(people.stream())));
      Frame.Refused refused = grace.next(Frame.Refused.class);
      assertThat(refused.code()).isEqualTo(RefusalCode.FORBIDDEN);
      assertThat(refused.stream()).isEqualTo(people.stream());
      grace.assertNoneOf(Frame.Receipt.class);
    }
    assertStillThere();
  }

  @Test
  void anAckBeyondWhatWasSentIsPassedOnForTheSenderToJudge() throws InterruptedException {
    try (WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Entries.class);
      grace.send(new Frame.Ack(position(people.stream(), 1L << 40), null));
      assertThat(ada.next(Frame.Receipt.class, r -> r.deliveredThroughSeq() > 0))
          .extracting(Frame.Receipt::deliveredThroughSeq)
          .isEqualTo(1L << 40);
      grace.assertAnswered();
    }
  }

  @Test
  void anAckBeyondWhatWasSentCostsNothingOfWhatComesLater() throws InterruptedException {
    try (WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Entries.class);
      grace.send(new Frame.Ack(position(people.stream(), 1L << 40), null));
      grace.assertAnswered();
    }
    ada.next(Frame.Receipt.class, r -> r.deliveredThroughSeq() > 0);
    ada.send(people.post(rosterVersion, 4, 5));
    assertThat(ada.next(Frame.Receipt.class).stored()).containsExactly(new Range(4, 5));
    try (WsClient grace = WsClient.hello(people.grace())) {
      assertThat(grace.next(Frame.Entries.class).entries())
          .extracting(entry -> entry.entry().seq())
          .containsExactly(4L, 5L);
    }
  }

  private static StreamPosition position(StreamId stream, long cursor) {
    return new StreamPosition(stream, cursor, cursor, List.of());
  }

  private static void assertRefused(WsClient client, StreamId stream) throws InterruptedException {
    client.send(new Frame.Ack(position(stream, 3), null));
    Frame.Refused refused = client.next(Frame.Refused.class);
    assertThat(refused.code()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    assertThat(refused.stream()).isEqualTo(stream);
    assertThat(refused.message()).isNotEmpty();
    client.assertAnswered();
  }

  private void assertStillThere() throws InterruptedException {
    ada.assertNoneOf(Frame.Receipt.class);
    try (WsClient grace = WsClient.hello(people.grace())) {
      assertThat(grace.next(Frame.Entries.class).entries()).hasSize(3);
      grace.send(new Frame.Ack(position(people.stream(), 3), null));
      grace.assertAnswered(); // what a connection that is cut off had said may get lost
    }
    ada.next(Frame.Receipt.class, r -> r.deliveredThroughSeq() == 3);
  }
}
