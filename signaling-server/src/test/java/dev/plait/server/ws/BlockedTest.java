package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.RefusalCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a block ends, in the conversation of the two and in a group that both are in. */
class BlockedTest {
  @TempDir Path data;

  private TwoPeople people;
  private UUID group;

  @BeforeEach
  void bothAreInAGroup() throws Exception {
    people = TwoPeople.start(data);
    String grace = people.grace().account().toString();
    group =
        UUID.fromString(
            people
                .ada()
                .post("/v1/conversations", Map.of("kind", "group", "members", List.of(grace)))
                .get("conversation")
                .asText());
    people.grace().accept(group);
  }

  @AfterEach
  void end() {
    people.close();
  }

  @Test
  void whatWaitedForWhoBlocksIsGone() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada())) {
      long ofTwo = ada.next(Frame.Roster.class).version();
      long ofGroup = ada.next(Frame.Roster.class).version();
      ada.send(people.post(ofTwo, 1, 200));
      ada.next(
          Frame.Receipt.class,
          receipt -> receipt.stored().stream().anyMatch(range -> range.throughSeq() == 200));
      ada.send(inGroup(ofGroup));
      ada.next(Frame.Receipt.class, receipt -> receipt.stream().epoch() == 8);

      block();

      try (WsClient grace = WsClient.hello(people.grace())) {
        List<Frame.Entries> came = new ArrayList<>();
        Frame frame = grace.next(Frame.class);
        while (!(frame instanceof Frame.Live)) {
          if (frame instanceof Frame.Entries entries) {
            came.add(entries);
          }
          frame = grace.next(Frame.class);
        }
        assertThat(came).extracting(entries -> entries.stream().conversation()).containsOnly(group);
      }
    }
  }

  @Test
  void whoIsBlockedSeesTheOtherGoAndHearsNothingMoreInTheGroup() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      ada.next(Frame.Presence.class, news -> news.state() == PresenceState.ONLINE);
      grace.next(Frame.Live.class);

      block();

      // That the other came may be told twice, as the session begins and as it happens.
      Frame.Presence gone =
          ada.next(Frame.Presence.class, news -> news.state() == PresenceState.OFFLINE);
      assertThat(gone.account()).isEqualTo(people.grace().account());
      grace.next(Frame.Presence.class, news -> news.state() == PresenceState.OFFLINE);
      grace.send(new Frame.Presence(null, PresenceState.AWAY, 0));
      grace.send(new Frame.Typing(group, null, true));
      grace.assertAnswered();
      ada.assertNoneOf(Frame.Presence.class);
      ada.assertNoneOf(Frame.Typing.class);
    }
  }

  /** As if the device were not connected: nothing says that it is a block. */
  @Test
  void signalsOfWhoIsBlockedReachNobody() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Live.class);
      block();

      ada.send(new Frame.Signal(group, people.grace().device(), "offer"));

      assertThat(ada.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.NOT_REACHABLE);
      grace.assertNoneOf(Frame.Signal.class);
    }
  }

  @Test
  void afterTheBlockIsTakenBackTheGroupIsAsBefore() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Live.class);
      block();
      ada.next(Frame.Presence.class, news -> news.state() == PresenceState.OFFLINE);

      HttpUser.delete(people.grace(), "/v1/blocks/" + people.ada().account());

      ada.next(Frame.Presence.class, news -> news.state() == PresenceState.ONLINE);
      ada.send(new Frame.Signal(group, people.grace().device(), "offer"));
      assertThat(grace.next(Frame.Signal.class).payload()).isEqualTo("offer");
    }
  }

  /** Who was never accepted is not shown whether the other is there, by a block neither. */
  @Test
  void aStrangerWhoIsBlockedIsShownNoPresence() throws Exception {
    HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
    UUID request = eve.converse(people.grace());
    try (WsClient wire = WsClient.hello(eve)) {
      wire.next(Frame.Live.class);

      people.grace().post("/v1/conversations/" + request + "/block", Map.of());

      wire.assertNoneOf(Frame.Presence.class);
    }
  }

  private void block() throws Exception {
    people.grace().post("/v1/conversations/" + people.conversation() + "/block", Map.of());
  }

  private Frame.Post inGroup(long rosterVersion) {
    Entry entry = new Entry(1, new UUID(0, 1), 1, Bytes.utf8("to all"));
    List<Address> to = List.of(new Address(people.grace().device(), 0, null));
    return new Frame.Post(2, group, 8, rosterVersion, List.of(new PostedEntry(entry, to)));
  }
}
