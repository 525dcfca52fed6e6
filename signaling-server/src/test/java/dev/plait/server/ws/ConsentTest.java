package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.server.app.Node;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between two people before one of them has accepted (CNS-1 to CNS-4). */
class ConsentTest {
  @TempDir Path data;

  private Node node;
  private TwoPeople people;

  @BeforeEach
  void adaHasAskedGrace() throws Exception {
    node = TwoPeople.startNode(data, InstantSource.system(), database());
    HttpUser ada = HttpUser.signUp(node.uri(), "ada");
    HttpUser grace = HttpUser.signUp(node.uri(), "grace");
    people = new TwoPeople(node, ada, grace, ada.converse(grace));
  }

  /** Settings for an empty database; none for H2. */
  Map<String, String> database() {
    return Map.of();
  }

  @AfterEach
  void end() {
    node.close();
  }

  /** CNS-1, CNS-2. */
  @Test
  void whoAsksSeesNoDeviceNoPresenceAndNoReceiptBeyondStored() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      Frame.Roster roster = ada.next(Frame.Roster.class);
      grace.next(Frame.Live.class);

      assertThat(devicesOf(roster, people.grace())).containsExactly(box());
      ada.send(people.post(roster.version(), 1, 3, box()));
      Frame.Receipt receipt = ada.next(Frame.Receipt.class, r -> !r.stored().isEmpty());
      assertThat(receipt.device()).isEqualTo(box());
      assertThat(receipt.deliveredThroughSeq()).isZero();
      assertThat(receipt.stored()).containsExactly(new Range(1, 3));
      ada.send(people.post(roster.version(), 1, 1, people.grace().device()));
      assertThat(ada.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.NOT_A_MEMBER);
      people.grace().secondDevice("grace");
      people.grace().patch("/v1/profile", Map.of("displayName", "Grace", "avatarUrl", ""));
      grace.send(new Frame.Presence(null, PresenceState.AWAY, 0));
      grace.send(new Frame.Typing(people.conversation(), null, true));
      grace.assertAnswered();
      assertThat(ada.untilAnswered())
          .noneMatch(
              frame ->
                  frame instanceof Frame.Roster
                      || frame instanceof Frame.Presence
                      || frame instanceof Frame.Typing
                      || frame instanceof Frame.Receipt);
    }
  }

  /** CNS-3. */
  @Test
  void whoIsAskedSeesWhoAsksAndNothingElse() throws Exception {
    HttpUser eve = HttpUser.signUp(node.uri(), "eve");
    Map<String, ?> both =
        Map.of(
            "kind",
            "group",
            "title",
            "tea",
            "members",
            List.of(people.grace().account().toString(), eve.account().toString()));
    UUID group =
        UUID.fromString(people.ada().post("/v1/conversations", both).get("conversation").asText());
    eve.accept(group);
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      long version = ada.next(Frame.Roster.class).version();
      ada.send(people.post(version, 1, 1, box()));
      ada.next(Frame.Receipt.class);

      Frame.Roster request =
          grace.next(Frame.Roster.class, roster -> roster.conversation().equals(group));
      assertThat(request.title()).isEqualTo("tea");
      assertThat(request.members())
          .extracting(Member::account)
          .containsExactlyInAnyOrder(people.ada().account(), people.grace().account());
      assertThat(request.members()).allMatch(member -> member.devices().isEmpty());
      grace.next(Frame.Live.class);
      grace.assertNoneOf(Frame.Entries.class);
    }
  }

  @Test
  void aRequestCanBeLookedAtAndTheAskerHearsNothingOfIt() throws Exception {
    String path = "/v1/requests/" + people.conversation();
    try (WsClient ada = WsClient.hello(people.ada())) {
      ada.send(people.post(ada.next(Frame.Roster.class).version(), 1, 25, box()));
      ada.next(Frame.Refused.class);

      JsonNode line = people.grace().get("/v1/requests").at("/requests/0");
      JsonNode opened = people.grace().get(path);

      assertThat(line.get("conversation").asText()).isEqualTo(people.conversation().toString());
      assertThat(line.get("handle").asText()).isEqualTo("ada");
      assertThat(line.get("by").asText()).isEqualTo(people.ada().account().toString());
      assertThat(line.get("members").asInt()).isEqualTo(2);
      assertThat(line.get("kind").asText()).isEqualTo("direct");
      assertThat(line.get("atMs").asLong()).isPositive();
      assertThat(opened.get("entries")).hasSize(20);
      JsonNode first = opened.at("/entries/0");
      assertThat(first.get("account").asText()).isEqualTo(people.ada().account().toString());
      assertThat(Bytes.fromBase64(first.get("body").asText())).isEqualTo(Bytes.utf8("text 1"));
      ada.assertNoneOf(Frame.Receipt.class);
    }
    people.grace().accept(people.conversation());
    assertThat(people.grace().get("/v1/requests").get("requests")).isEmpty();
    assertThat(people.grace().refusalOf(path)).isEqualTo("not-found");
    assertThat(people.ada().refusalOf(path)).isEqualTo("not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"decline", "block"})
  void nobodyHearsOfANo(String no) throws Exception {
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      long version = ada.next(Frame.Roster.class).version();
      long asked = grace.next(Frame.Roster.class).version();

      people.grace().post("/v1/conversations/" + people.conversation() + "/" + no, Map.of());

      assertThat(grace.next(Frame.Gone.class).version()).isGreaterThan(asked);
      ada.send(people.post(version, 1, 2, box()));
      Frame.Receipt receipt = ada.next(Frame.Receipt.class);
      assertThat(receipt.stored()).containsExactly(new Range(1, 2));
      ada.assertNoneOf(Frame.Roster.class);
    }
    try (WsClient grace = WsClient.hello(people.grace())) {
      grace.assertNoneOf(Frame.Roster.class);
    }
  }

  @Test
  void whoIsAskedOnceMoreHearsItAfterTheNo() throws Exception {
    try (WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Roster.class);
      people.grace().post("/v1/conversations/" + people.conversation() + "/decline", Map.of());
      long gone = grace.next(Frame.Gone.class).version();

      people.ada().converse(people.grace());

      assertThat(grace.next(Frame.Roster.class).version()).isGreaterThan(gone);
      people.grace().accept(people.conversation());
      assertThat(grace.next(Frame.Roster.class, this::isWhole).version()).isGreaterThan(gone);
    }
  }

  @Test
  void whatWaitedComesToEveryDeviceOnceOneHasAccepted() throws Exception {
    HttpUser laptop = people.grace().secondDevice("grace");
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      ada.send(people.post(ada.next(Frame.Roster.class).version(), 1, 3, box()));
      ada.next(Frame.Receipt.class);
      grace.next(Frame.Live.class);

      people.grace().accept(people.conversation());

      assertThat(seqs(grace, 3)).containsExactly(1L, 2L, 3L);
      Frame.Roster roster = ada.next(Frame.Roster.class);
      assertThat(devicesOf(roster, people.grace()))
          .containsExactlyInAnyOrder(people.grace().device(), laptop.device());
      // Said again to the devices in place of the box, as the sender must.
      ada.send(people.post(roster.version(), 1, 3, laptop.device()));
      Frame.Receipt there = ada.next(Frame.Receipt.class, r -> r.device().equals(laptop.device()));
      assertThat(there.stored()).containsExactly(new Range(1, 3));
    }
    try (WsClient second = WsClient.hello(laptop)) {
      assertThat(seqs(second, 3)).containsExactly(1L, 2L, 3L);
      second.send(new Frame.Ack(new StreamPosition(people.stream(), 3, 0, List.of()), null));
      second.assertAnswered();
    }
  }

  @Test
  void aPostThatCrossesTheAnswerComesBack() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada())) {
      long version = ada.next(Frame.Roster.class).version();
      people.grace().accept(people.conversation());

      ada.send(people.post(version, 1, 1, box()));

      assertThat(ada.next(Frame.Refused.class).code()).isEqualTo(RefusalCode.ROSTER_CHANGED);
    }
  }

  private boolean isWhole(Frame.Roster roster) {
    return !devicesOf(roster, people.ada()).isEmpty();
  }

  private static List<UUID> devicesOf(Frame.Roster roster, HttpUser user) {
    return roster.members().stream()
        .filter(member -> member.account().equals(user.account()))
        .flatMap(member -> member.devices().stream())
        .toList();
  }

  private static List<Long> seqs(WsClient client, int count) throws InterruptedException {
    List<Long> seqs = new ArrayList<>();
    while (seqs.size() < count) {
      client.next(Frame.Entries.class).entries().forEach(e -> seqs.add(e.entry().seq()));
    }
    return seqs;
  }

  private UUID box() {
    return RequestBox.of(people.conversation(), people.grace().account());
  }
}
