package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.server.app.Node;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WebSocket endpoint of a running node on a real database, spoken to as a client would. */
class ConnectTest {
  private static final long EPOCH = 77;

  @TempDir Path data;
  private Node node;
  private HttpUser ada;
  private HttpUser grace;
  private UUID conversation;

  @BeforeEach
  void twoPeopleWhoKnowEachOther() throws IOException, InterruptedException {
    node = Node.start(NodeConfig.defaults(Map.of("plait.http.port", "0")), data);
    URI uri = node.uri();
    ada = HttpUser.signUp(uri, "ada");
    grace = HttpUser.signUp(uri, "grace");
    conversation = ada.converse(grace);
    grace.accept(conversation);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theFirstFrameMustBeHello() throws InterruptedException {
    try (WsClient client = WsClient.open(node.uri())) {
      client.send(new Frame.Ping(1));

      assertThat(client.next(Frame.Bye.class).code()).isEqualTo(CloseCode.BAD_FRAME);
      assertThat(client.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code());
    }
  }

  @Test
  void aForeignTokenIsTurnedAway() throws InterruptedException {
    try (WsClient client = WsClient.open(node.uri())) {
      client.send(
          new Frame.Hello(Frame.VERSION, grace.device(), ada.token(), List.of(), 0, 0, "test"));

      assertThat(client.closeCode()).isEqualTo(CloseCode.BAD_TOKEN.code());
    }
  }

  /** SES-11: whatever becomes of a welcome, evidence stays until the device knows it. */
  @Test
  void aStartThatTheDeviceDoesNotKnowIsToldUntilItDoes() throws InterruptedException {
    assertThat(lastIncarnation(1L)).isZero();
    assertThat(lastIncarnation(2L, 1L)).isEqualTo(1);
    assertThat(lastIncarnation(2L, 1L)).as("the same process again").isEqualTo(2);
    assertThat(lastIncarnation(3L, 1L)).as("an older copy").isEqualTo(2);
    assertThat(lastIncarnation(3L, 1L)).as("which has not heard that").isEqualTo(2);
    assertThat(lastIncarnation(4L, 3L, 1L)).as("and was started again").isEqualTo(2);
    assertThat(lastIncarnation(2L, 1L)).as("the one it is a copy of").isEqualTo(2);
    assertThat(lastIncarnation(5L, 2L, 4L, 3L, 1L)).as("in a new epoch").isEqualTo(2);
    assertThat(lastIncarnation(2L, 1L)).as("the one it was a copy of").isEqualTo(5);
  }

  @Test
  void aHelloThatTellsNoStartIsToldNoneAndChangesNothing() throws InterruptedException {
    assertThat(lastIncarnation(1L)).isZero();
    assertThat(lastIncarnation()).isZero();
    assertThat(lastIncarnation(2L)).isEqualTo(1);
  }

  private long lastIncarnation(Long... told) throws InterruptedException {
    try (WsClient client = WsClient.open(node.uri())) {
      client.send(
          new Frame.Hello(Frame.VERSION, ada.device(), ada.token(), List.of(told), 0, 0, "test"));
      return client.next(Frame.Welcome.class).lastIncarnation();
    }
  }

  @Test
  void malformedJsonClosesThatConnectionOnly() throws InterruptedException {
    try (WsClient bad = WsClient.hello(ada);
        WsClient good = WsClient.hello(grace)) {
      bad.sendText("{\"type\":\"post\",");

      assertThat(bad.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code());
      good.send(new Frame.Ping(5));
      assertThat(good.next(Frame.Pong.class).n()).isEqualTo(5);
    }
  }

  /** SES-5. */
  @Test
  void aNewSessionTakesOverAndTheOldOneIsToldWhy() throws InterruptedException {
    try (WsClient old = WsClient.hello(ada);
        WsClient fresh = WsClient.hello(ada)) {
      assertThat(old.next(Frame.Bye.class).code()).isEqualTo(CloseCode.TAKEN_OVER);
      fresh.send(new Frame.Ping(1));
      assertThat(fresh.next(Frame.Pong.class).n()).isEqualTo(1);
    }
  }

  @Test
  void anEntryForAConnectedDeviceIsDeliveredAndItsReceiptComesBack() throws InterruptedException {
    try (WsClient sender = WsClient.hello(ada);
        WsClient receiver = WsClient.hello(grace)) {
      sender.send(post(sender.next(Frame.Roster.class).version(), 1, 3));

      Frame.Entries entries = receiver.next(Frame.Entries.class);
      assertThat(entries.stream()).isEqualTo(stream());
      receiver.send(new Frame.Ack(new StreamPosition(stream(), 3, 3, List.of()), Bytes.utf8("p")));
      Frame.Receipt receipt = sender.next(Frame.Receipt.class, r -> r.deliveredThroughSeq() == 3);
      assertThat(receipt.device()).isEqualTo(grace.device());
      assertThat(receipt.proof()).isEqualTo(Bytes.utf8("p"));
    }
  }

  @Test
  void anEntryForAnAbsentDeviceIsStoredAndSurvivesTheNode() throws InterruptedException {
    try (WsClient sender = WsClient.hello(ada)) {
      sender.send(post(sender.next(Frame.Roster.class).version(), 1, 3));
      assertThat(sender.next(Frame.Receipt.class, r -> !r.stored().isEmpty()).stored())
          .containsExactly(new Range(1, 3));
    }
    node.close();
    node = Node.start(NodeConfig.defaults(Map.of("plait.http.port", "0")), data);

    try (WsClient receiver = WsClient.hello(grace.at(node.uri()))) {
      Frame.Entries entries = receiver.next(Frame.Entries.class);
      assertThat(entries.stored()).isTrue();
      assertThat(entries.entries())
          .hasSize(3)
          .extracting(AddressedEntry::afterSeq)
          .containsExactly(0L, 1L, 2L);
      receiver.send(new Frame.Ack(new StreamPosition(stream(), 3, 3, List.of()), null));
      receiver.next(Frame.Live.class);
    }
  }

  @Test
  void aSenderThatWasAwayLearnsOnReturnWhatWasDelivered() throws InterruptedException {
    try (WsClient sender = WsClient.hello(ada)) {
      sender.send(post(sender.next(Frame.Roster.class).version(), 1, 2));
      sender.next(Frame.Receipt.class, r -> !r.stored().isEmpty());
    }
    try (WsClient receiver = WsClient.hello(grace)) {
      receiver.next(Frame.Entries.class);
      receiver.send(new Frame.Ack(new StreamPosition(stream(), 2, 2, List.of()), null));
      // Live says nothing about the ack; an answer to what follows it does.
      receiver.assertAnswered();
    }
    try (WsClient sender = WsClient.hello(ada)) {
      sender.send(new Frame.Have(List.of(), List.of(stream())));
      assertThat(sender.next(Frame.Receipt.class).deliveredThroughSeq()).isEqualTo(2);
    }
  }

  @Test
  void aPostWithAnOldRosterIsRefusedAfterTheCurrentOne() throws InterruptedException {
    try (WsClient sender = WsClient.hello(ada)) {
      long version = sender.next(Frame.Roster.class).version();
      sender.send(post(version + 7, 1, 1));

      assertThat(sender.next(Frame.Roster.class).version()).isEqualTo(version);
      assertThat(sender.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.ROSTER_CHANGED);
    }
  }

  @Test
  void aStrangerCanNeitherPostNorSignal() throws Exception {
    HttpUser eve = HttpUser.signUp(node.uri(), "eve");
    try (WsClient stranger = WsClient.hello(eve)) {
      stranger.send(post(1, 1, 1));
      assertThat(stranger.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.NOT_A_MEMBER);
      stranger.send(new Frame.Signal(conversation, grace.device(), "{}"));
      assertThat(stranger.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.FORBIDDEN);
    }
  }

  @Test
  void signalsPassBetweenPeopleWhoHaveAccepted() throws InterruptedException {
    try (WsClient one = WsClient.hello(ada);
        WsClient other = WsClient.hello(grace)) {
      // A device can be reached just after its welcome; a signal that comes sooner is gone.
      other.assertAnswered();
      one.send(new Frame.Signal(conversation, grace.device(), "{\"type\":\"offer\"}"));

      assertThat(other.next(Frame.Signal.class))
          .isEqualTo(new Frame.Signal(conversation, ada.device(), "{\"type\":\"offer\"}"));
    }
  }

  @Test
  void presenceAndTypingAreSeenByFriendsOnly() throws Exception {
    HttpUser eve = HttpUser.signUp(node.uri(), "eve");
    UUID request = eve.converse(grace);
    try (WsClient friend = WsClient.hello(ada);
        WsClient stranger = WsClient.hello(eve);
        WsClient seen = WsClient.hello(grace)) {
      Frame.Presence news =
          friend.next(Frame.Presence.class, p -> p.state() == PresenceState.ONLINE);
      assertThat(news.account()).isEqualTo(grace.account());
      seen.send(new Frame.Typing(conversation, null, true));
      assertThat(friend.next(Frame.Typing.class).device()).isEqualTo(grace.device());
      stranger.send(new Frame.Signal(request, grace.device(), "{}"));
      assertThat(stranger.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.FORBIDDEN);
    }
  }

  @Test
  void whenSomebodyWasLastSeenOutlivesTheNode() throws InterruptedException {
    long seenMs;
    try (WsClient friend = WsClient.hello(ada)) {
      WsClient.hello(grace).close();
      seenMs =
          friend
              .next(
                  Frame.Presence.class,
                  p -> p.state() == PresenceState.OFFLINE && p.lastSeenMs() > 0)
              .lastSeenMs();
    }
    node.close();
    node = Node.start(NodeConfig.defaults(Map.of("plait.http.port", "0")), data);

    try (WsClient friend = WsClient.hello(ada.at(node.uri()))) {
      Frame.Presence news = friend.next(Frame.Presence.class);
      assertThat(news)
          .isEqualTo(new Frame.Presence(grace.account(), PresenceState.OFFLINE, seenMs));
    }
  }

  @Test
  void aRevokedDeviceIsClosedAtOnce() throws Exception {
    HttpUser second = ada.secondDevice("ada");
    try (WsClient lost = WsClient.hello(second)) {
      HttpUser.delete(ada, "/v1/devices/" + second.device());

      assertThat(lost.next(Frame.Bye.class).code()).isEqualTo(CloseCode.REVOKED);
    }
  }

  private StreamId stream() {
    return new StreamId(conversation, ada.device(), EPOCH);
  }

  private Frame.Post post(long rosterVersion, long fromSeq, long throughSeq) {
    List<PostedEntry> entries =
        LongStream.rangeClosed(fromSeq, throughSeq)
            .mapToObj(
                seq ->
                    new PostedEntry(
                        new Entry(seq, new UUID(0, seq), seq, Bytes.utf8("text " + seq)),
                        List.of(new Address(grace.device(), seq - 1, null))))
            .toList();
    return new Frame.Post(9, conversation, EPOCH, rosterVersion, entries);
  }
}
