package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.conversation.Directory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationsHttpTest {
  private final List<Directory.Change> changes = new CopyOnWriteArrayList<>();
  private TestNode node;
  private Directory directory;
  private User ada;
  private User bob;
  private User eve;

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, database());
    directory = node.parts().directory();
    directory.listen(changes::add);
    ada = node.signUp("ada");
    bob = node.signUp("bob");
    eve = node.signUp("eve");
  }

  /** Settings for an empty database; none for H2. */
  Map<String, String> database() {
    return Map.of();
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aDirectConversationIsARequestUntilAccepted() {
    User from = node.signUp("from");
    User to = node.signUp("to.me");
    String id = direct(from, to);

    assertThat(member(node.get(to, "/v1/conversations/" + id), to).get("accepted").asBoolean())
        .isFalse();
    assertThat(directory.sharesAccepted(from.accountId(), to.accountId())).isFalse();
    Answer accepted = node.post(to, "/v1/conversations/" + id + "/accept", Map.of());
    assertThat(member(accepted, to).get("accepted").asBoolean()).isTrue();
    assertThat(directory.sharesAccepted(from.accountId(), to.accountId())).isTrue();
    assertThat(directory.acceptedPeersOf(to.accountId())).containsExactly(from.accountId());
  }

  @Test
  void theSamePairHasOneConversation() {
    User one = node.signUp("pair-1");
    User two = node.signUp("pair-2");
    String id = direct(one, two);
    Answer again = node.post(one, "/v1/conversations", directBody(two));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("conversation")).isEqualTo(id);
    // Starting what the other side asked for is saying yes to it.
    Answer back = node.post(two, "/v1/conversations", directBody(one));
    assertThat(back.status()).isEqualTo(200);
    assertThat(member(back, two).get("accepted").asBoolean()).isTrue();
  }

  @Test
  void aBlockLooksLikeSilenceToTheOtherSide() {
    User pest = node.signUp("pest");
    User calm = node.signUp("calm");
    String id = direct(pest, calm);
    Answer before = node.get(pest, "/v1/conversations/" + id);
    assertThat(node.post(calm, "/v1/conversations/" + id + "/block", Map.of()).status())
        .isEqualTo(204);

    assertThat(node.get(pest, "/v1/conversations/" + id).body()).isEqualTo(before.body());
    assertThat(node.get(calm, "/v1/conversations/" + id).status()).isEqualTo(404);
    assertThat(node.get(calm, "/v1/conversations").body().get("conversations")).isEmpty();
    JsonNode blocks = node.get(calm, "/v1/blocks").body();
    assertThat(blocks.at("/accounts/0").asText()).isEqualTo(pest.account());
    assertThat(blocks.at("/profiles/0/account").asText()).isEqualTo(pest.account());
    assertThat(blocks.at("/profiles/0/handle").asText()).isEqualTo("pest");
    assertThat(blocks.at("/profiles")).hasSize(1);
    assertThat(changes)
        .anyMatch(
            change ->
                change instanceof Directory.Unasked(var left, var account, long version)
                    && left.equals(UUID.fromString(id))
                    && account.equals(calm.accountId())
                    && version > 0);
    // Asking again changes nothing.
    assertThat(node.post(pest, "/v1/conversations", directBody(calm)).status()).isEqualTo(200);
    assertThat(directory.conversationsOf(calm.accountId())).isEmpty();
    // A group is no way around it, and none to find it out.
    Answer group = node.post(pest, "/v1/conversations", groupBody("x", calm));
    assertThat(member(group, calm).get("accepted").asBoolean()).isFalse();
    assertThat(directory.conversationsOf(calm.accountId())).isEmpty();
    assertThat(node.post(calm, "/v1/conversations", directBody(pest)).code())
        .isEqualTo("forbidden");

    assertThat(node.delete(calm, "/v1/blocks/" + pest.account()).status()).isEqualTo(204);
    assertThat(node.delete(calm, "/v1/blocks/" + pest.account()).status()).isEqualTo(404);
    JsonNode back = member(node.get(calm, "/v1/conversations/" + id), calm);
    assertThat(back.get("accepted").asBoolean()).isFalse();
    assertThat(back.get("devices")).isEmpty();
  }

  @Test
  void blockingAfterAcceptingEndsWhatIsShared() {
    User one = node.signUp("friend-1");
    User two = node.signUp("friend-2");
    String id = direct(one, two);
    node.post(two, "/v1/conversations/" + id + "/accept", Map.of());
    assertThat(directory.sharesAccepted(one.accountId(), two.accountId())).isTrue();
    node.post(two, "/v1/conversations/" + id + "/block", Map.of());
    assertThat(directory.sharesAccepted(one.accountId(), two.accountId())).isFalse();
    assertThat(directory.sharesAccepted(two.accountId(), one.accountId())).isFalse();
  }

  @Test
  void aGroupGrowsAndShrinksWithItsVersion() {
    Answer made = node.post(ada, "/v1/conversations", groupBody("tea", bob));
    assertThat(made.status()).isEqualTo(201);
    String path = "/v1/conversations/" + made.text("conversation");
    assertThat(member(made, ada).get("owner").asBoolean()).isTrue();

    Answer added = node.post(ada, path + "/members", Map.of("account", eve.account()));
    assertThat(added.body().get("members")).hasSize(3);
    assertThat(added.body().get("version").asLong())
        .isGreaterThan(made.body().get("version").asLong());
    assertThat(changes)
        .contains(
            new Directory.RosterChanged(
                UUID.fromString(made.text("conversation")),
                Set.of(ada.accountId(), bob.accountId(), eve.accountId())));

    assertThat(node.patch(ada, path, Map.of("title", "coffee")).text("title")).isEqualTo("coffee");
    assertThat(node.patch(bob, path, Map.of("title", "mine")).status()).isEqualTo(403);
    assertThat(node.delete(bob, path + "/members/" + eve.account()).status()).isEqualTo(403);
    assertThat(node.delete(ada, path + "/members/" + eve.account()).status()).isEqualTo(204);
    assertThat(node.get(eve, path).status()).isEqualTo(404);
    assertThat(node.delete(ada, path + "/members/" + eve.account()).status()).isEqualTo(404);
  }

  @Test
  void theLastOwnerHandsOverAndAnEmptyGroupIsGone() {
    User owner = node.signUp("owner");
    User heir = node.signUp("heir");
    Answer made = node.post(owner, "/v1/conversations", groupBody("g", heir));
    String path = "/v1/conversations/" + made.text("conversation");
    node.post(heir, path + "/accept", Map.of());
    assertThat(node.delete(owner, path + "/members/" + owner.account()).status()).isEqualTo(204);
    assertThat(member(node.get(heir, path), heir).get("owner").asBoolean()).isTrue();
    assertThat(node.delete(heir, path + "/members/" + heir.account()).status()).isEqualTo(204);
    assertThat(directory.roster(UUID.fromString(made.text("conversation")))).isNull();
  }

  @Test
  void aDirectConversationIsFixed() {
    User one = node.signUp("fixed-1");
    User two = node.signUp("fixed-2");
    String path = "/v1/conversations/" + direct(one, two);
    assertThat(node.patch(one, path, Map.of("title", "x")).code()).isEqualTo("direct-is-fixed");
    assertThat(node.post(one, path + "/members", Map.of("account", eve.account())).code())
        .isEqualTo("direct-is-fixed");
    assertThat(node.delete(one, path + "/members/" + one.account()).code())
        .isEqualTo("direct-is-fixed");
  }

  @Test
  void anOutsiderFindsNothing() {
    User one = node.signUp("in-1");
    User two = node.signUp("in-2");
    String path = "/v1/conversations/" + direct(one, two);
    assertThat(node.get(eve, path).status()).isEqualTo(404);
    assertThat(node.patch(eve, path, Map.of("title", "x")).status()).isEqualTo(404);
    assertThat(node.post(eve, path + "/accept", Map.of()).status()).isEqualTo(404);
    assertThat(node.post(eve, path + "/block", Map.of()).status()).isEqualTo(404);
    assertThat(node.post(eve, path + "/members", Map.of("account", eve.account())).status())
        .isEqualTo(404);
  }

  @Test
  void badRequestsForConversationsAreNamed() {
    assertThat(
            node.post(ada, "/v1/conversations", Map.of("kind", "party", "members", List.of()))
                .text("detail"))
        .contains("kind");
    assertThat(
            node.post(ada, "/v1/conversations", Map.of("kind", "direct", "members", List.of()))
                .text("detail"))
        .contains("members");
    assertThat(node.post(ada, "/v1/conversations", directBody(ada)).status()).isEqualTo(422);
    assertThat(
            node.post(
                    ada,
                    "/v1/conversations",
                    Map.of("kind", "direct", "members", List.of(UUID.randomUUID().toString())))
                .status())
        .isEqualTo(404);
    assertThat(
            node.post(ada, "/v1/conversations", Map.of("kind", "group", "members", List.of("1-2")))
                .status())
        .isEqualTo(422);
  }

  @Test
  void aNewDeviceRaisesTheVersionOfItsRosters() {
    User one = node.signUp("dev-1");
    User two = node.signUp("dev-2");
    UUID id = UUID.fromString(direct(one, two));
    node.post(two, "/v1/conversations/" + id + "/accept", Map.of());
    var before = java.util.Objects.requireNonNull(directory.roster(id));
    Answer phone =
        node.post(
            null,
            "/v1/sessions",
            Map.of("handle", "dev-2", "password", TestNode.PASSWORD, "deviceName", "phone"));
    var after = java.util.Objects.requireNonNull(directory.roster(id));
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(after.toString()).contains(phone.text("device"));
    node.delete(two, "/v1/devices/" + phone.text("device"));
    var revoked = java.util.Objects.requireNonNull(directory.roster(id));
    assertThat(revoked.version()).isGreaterThan(after.version());
    assertThat(revoked.toString()).doesNotContain(phone.text("device"));
  }

  /** Members' posts carry the version: each new one has them post again. */
  @Test
  void whatChangesNothingRaisesNoVersion() {
    User owner = node.signUp("same-1");
    User guest = node.signUp("same-2");
    String id = node.post(owner, "/v1/conversations", groupBody("tea", guest)).text("conversation");
    String path = "/v1/conversations/" + id;
    node.post(guest, path + "/accept", Map.of());
    long version = version(id);
    int told = changes.size();

    assertThat(node.post(guest, path + "/accept", Map.of()).status()).isEqualTo(200);
    assertThat(node.patch(owner, path, Map.of("title", "tea")).text("title")).isEqualTo("tea");
    Map<String, Object> again = Map.of("account", guest.account());
    assertThat(node.post(owner, path + "/members", again).status()).isEqualTo(200);
    Map<String, String> name =
        Map.of("displayName", "same-2", "avatarUrl", "https://example.org/a");
    assertThat(node.patch(guest, "/v1/profile", name).text("avatarUrl")).endsWith("/a");

    assertThat(version(id)).isEqualTo(version);
    assertThat(changes).as("nobody hears of anything").hasSize(told);
  }

  private long version(String conversation) {
    return Objects.requireNonNull(directory.roster(UUID.fromString(conversation))).version();
  }

  /** A title that this API takes and clients do not would end their sessions for ever. */
  @Test
  void aTitleIsCountedAsTheProtocolCountsIt() {
    String emoji = "\uD83D\uDE00";
    Answer tooLong = node.post(ada, "/v1/conversations", groupBody(emoji.repeat(257), bob));
    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.text("detail")).contains("title", "512");

    Answer made = node.post(ada, "/v1/conversations", groupBody(emoji.repeat(256), bob));
    assertThat(made.status()).isEqualTo(201);
    String path = "/v1/conversations/" + made.text("conversation");
    Map<String, Object> longer = Map.of("title", emoji.repeat(512));
    assertThat(node.patch(ada, path, longer).status()).isEqualTo(422);

    var roster = directory.roster(UUID.fromString(made.text("conversation")));
    assertThat(roster).isNotNull();
    assertThat(FrameCodec.decode(FrameCodec.encode(roster), Direction.FROM_SERVER))
        .isInstanceOf(Decoded.Ok.class);
  }

  /** A group of ada and bob, which bob has not accepted. */
  UUID tea() {
    Answer made = node.post(ada, "/v1/conversations", groupBody("tea", bob));
    return UUID.fromString(made.text("conversation"));
  }

  /** Its title as bob is told when he accepts. */
  String titleOnceAccepted(UUID group) {
    return node.post(bob, "/v1/conversations/" + group + "/accept", Map.of()).text("title");
  }

  private String direct(User from, User to) {
    Answer made = node.post(from, "/v1/conversations", directBody(to));
    assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
    return made.text("conversation");
  }

  private static Map<String, Object> directBody(User to) {
    return Map.of("kind", "direct", "members", List.of(to.account()));
  }

  private static Map<String, Object> groupBody(String title, User to) {
    return Map.of("kind", "group", "title", title, "members", List.of(to.account()));
  }

  private static JsonNode member(Answer roster, User user) {
    for (JsonNode member : roster.body().path("members")) {
      if (member.get("account").asText().equals(user.account())) {
        return member;
      }
    }
    throw new AssertionError(user.handle() + " is not in " + roster.body());
  }
}
