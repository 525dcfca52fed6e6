package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.conversation.Directory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an account that its owner deletes, and of what it was in. */
class DeletionTest {
  private static final String PATH = "/v1/account/delete";

  private final List<Directory.Change> changes = new CopyOnWriteArrayList<>();
  private TestNode node;
  private User ada;
  private User grace;

  @BeforeEach
  void start(@TempDir Path data) {
    node = TestNode.start(data, database());
    node.parts().directory().listen(changes::add);
    ada = node.signUp("ada");
    grace = node.signUp("grace");
  }

  /** Settings for an empty database; none for H2. */
  Map<String, String> database() {
    return Map.of();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void nothingOfTheAccountWorksAfterIt() {
    User phone = TestNode.user("ada", signIn(Map.of("deviceName", "phone")));

    assertThat(delete(ada, TestNode.PASSWORD).status()).isEqualTo(204);

    for (User device : List.of(ada, phone)) {
      assertThat(node.get(device, "/v1/profile").status()).isEqualTo(401);
      Answer refresh =
          node.post(null, "/v1/sessions/refresh", Map.of("refreshToken", device.refreshToken()));
      assertThat(refresh.code()).isEqualTo("bad-refresh-token");
      assertThat(changes)
          .contains(new Directory.DeviceRevoked(device.accountId(), device.deviceId()));
    }
    assertThat(signIn(Map.of("device", ada.device())).code()).isEqualTo("bad-credentials");
    assertThat(node.get(grace, "/v1/accounts/by-handle/ada").status()).isEqualTo(404);
    assertThat(rows("select count(*) from device where account = '" + ada.account() + "'"))
        .isZero();
    assertThat(rows("select count(*) from sign_in")).as("grace's").isOne();
  }

  @Test
  void theHandleIsGivenToNobodyElse() {
    delete(ada, TestNode.PASSWORD);

    Answer stranger =
        node.post(
            null,
            "/v1/accounts",
            Map.of("handle", "ada", "password", TestNode.PASSWORD, "deviceName", "x"));

    assertThat(stranger.code()).isEqualTo("handle-taken");
  }

  @Test
  void withoutTheRightPasswordNothingHappens() {
    assertThat(delete(ada, "wrong horse battery").code()).isEqualTo("bad-credentials");
    assertThat(node.post(ada, PATH, Map.of()).code()).isEqualTo("invalid-field");
    assertThat(node.post(null, PATH, Map.of("password", TestNode.PASSWORD)).status())
        .isEqualTo(401);

    assertThat(node.get(ada, "/v1/profile").status()).isEqualTo(200);
  }

  @Test
  void guessesAtThePasswordCostPausesAndNoOtherProofEndsThem(@TempDir Path elsewhere) {
    Map<String, String> settings = Map.of("plait.limits.wrong-passwords", "2");
    try (TestNode careful = TestNode.start(elsewhere, settings, new TestClock())) {
      User bob = careful.signUp("bob");
      Map<String, String> wrong = Map.of("password", "wrong horse battery");
      assertThat(careful.post(bob, PATH, wrong).code()).isEqualTo("bad-credentials");
      assertThat(careful.post(bob, PATH, Map.of("idToken", "x")).code())
          .isEqualTo("bad-outside-token");
      assertThat(careful.post(bob, PATH, wrong).code()).isEqualTo("bad-credentials");

      Answer paused = careful.post(bob, PATH, Map.of("password", TestNode.PASSWORD));
      assertThat(paused.code()).isEqualTo("rate-limited");
      assertThat(paused.headers()).containsEntry("retry-after", "1");
    }
  }

  @Test
  void aBrowserKeepsNoCookieOfTheDevice() {
    assertThat(delete(ada, TestNode.PASSWORD).cookies())
        .hasSize(2)
        .allSatisfy(cookie -> assertThat(cookie).contains("Expires=Thu, 01 Jan 1970"))
        .anySatisfy(cookie -> assertThat(cookie).contains("plait-refresh-" + ada.device()))
        .anySatisfy(cookie -> assertThat(cookie).contains("plait-device-" + ada.device()));
  }

  @Test
  void groupsGoOnWithoutTheAccountAndWithAnotherOwner() {
    String group = conversation(ada, "group", grace);
    node.post(grace, "/v1/conversations/" + group + "/accept", Map.of());

    delete(ada, TestNode.PASSWORD);

    Answer left = node.get(grace, "/v1/conversations/" + group);
    assertThat(left.body().get("members")).hasSize(1);
    assertThat(left.body().at("/members/0/handle").textValue()).isEqualTo("grace");
    assertThat(left.body().at("/members/0/owner").booleanValue()).isTrue();
  }

  @Test
  void whoAskedAnAccountThatEndsBeforeItsAnswerHearsSo() {
    String asked = conversation(grace, "direct", ada);
    Answer before = node.get(grace, "/v1/conversations/" + asked);

    delete(ada, TestNode.PASSWORD);

    Answer after = node.get(grace, "/v1/conversations/" + asked);
    assertThat(after.body().get("version").longValue())
        .isGreaterThan(before.body().get("version").longValue());
    assertThat(after.body().at("/members/0/devices")).isEmpty();
  }

  @Test
  void aDirectConversationStaysForTheOtherSideAndSaysWhy() {
    String direct = conversation(ada, "direct", grace);
    node.post(grace, "/v1/conversations/" + direct + "/accept", Map.of());

    delete(ada, TestNode.PASSWORD);

    Answer left = node.get(grace, "/v1/conversations/" + direct);
    JsonNode gone = left.body().at("/members/0");
    assertThat(gone.get("handle").textValue()).isEqualTo("ada");
    assertThat(gone.get("displayName").textValue()).isEqualTo("account deleted");
    assertThat(gone.get("accepted").booleanValue()).isFalse();
    assertThat(gone.get("devices")).isEmpty();
    Answer again =
        node.post(
            grace,
            "/v1/conversations",
            Map.of("kind", "direct", "members", List.of(ada.account())));
    assertThat(again.text("conversation")).isEqualTo(direct);
    assertThat(again.body().at("/members/0/devices")).isEmpty();
    assertThat(node.post(grace, "/v1/conversations/" + direct + "/block", Map.of()).status())
        .isEqualTo(204);
    assertThat(node.get(grace, "/v1/conversations/" + direct).status()).isEqualTo(404);
  }

  @Test
  void aRequestThatNobodyHasAnsweredIsGone() {
    String asked = conversation(ada, "direct", grace);

    delete(ada, TestNode.PASSWORD);

    assertThat(node.get(grace, "/v1/conversations/" + asked).status()).isEqualTo(404);
    assertThat(rows("select count(*) from conversation")).isZero();
  }

  @Test
  void nobodyCanInviteWhoIsGone() {
    String group = conversation(grace, "group");
    delete(ada, TestNode.PASSWORD);

    Answer added =
        node.post(
            grace, "/v1/conversations/" + group + "/members", Map.of("account", ada.account()));
    Answer asked =
        node.post(
            grace,
            "/v1/conversations",
            Map.of("kind", "direct", "members", List.of(ada.account())));

    assertThat(added.status()).isEqualTo(404);
    assertThat(asked.status()).isEqualTo(404);
  }

  @Test
  void blocksOfOthersStayAndTheirListNamesTheHandle() {
    String direct = conversation(ada, "direct", grace);
    node.patch(ada, "/v1/profile", Map.of("displayName", "Ada Lovelace"));
    node.post(grace, "/v1/conversations/" + direct + "/block", Map.of());

    delete(ada, TestNode.PASSWORD);

    Answer blocks = node.get(grace, "/v1/blocks");
    assertThat(blocks.body().at("/profiles/0/displayName").textValue())
        .isEqualTo("account deleted");
    assertThat(node.delete(grace, "/v1/blocks/" + ada.account()).status()).isEqualTo(204);
    assertThat(node.get(grace, "/v1/conversations").body().get("conversations")).isEmpty();
  }

  /** The last statement of all fails, as it would if the database went away. */
  @Test
  void whatFailsInTheEndHasChangedNothing() {
    String group = conversation(ada, "group", grace);
    execute("alter table account add constraint planted check (deleted_ms = 0)");

    assertThat(delete(ada, TestNode.PASSWORD).status()).isEqualTo(503);

    assertThat(node.get(ada, "/v1/conversations/" + group).body().get("members")).hasSize(2);
    assertThat(signIn(Map.of("device", ada.device())).status()).isEqualTo(200);
    execute("alter table account drop constraint planted");
    ada = TestNode.user("ada", signIn(Map.of("device", ada.device())));
    assertThat(delete(ada, TestNode.PASSWORD).status()).isEqualTo(204);
  }

  @Test
  void anAccountOfAnOutsideIssuerNeedsAFreshTokenOfIt(@TempDir Path elsewhere) throws Exception {
    try (OutsideIssuer issuer = new OutsideIssuer()) {
      Map<String, String> settings = new HashMap<>(database());
      settings.putAll(issuer.settings());
      try (TestNode trusting = TestNode.start(elsewhere, settings)) {
        User mine = signInOutside(trusting, issuer, "subject-1", "mine");
        signInOutside(trusting, issuer, "subject-2", "other");
        String foreign = issuer.sign(issuer.claims("subject-2"));
        String old = issuer.sign(issuer.claims("subject-1").issueTime(OutsideIssuer.minutesAgo(6)));

        for (String token : List.of("x", foreign, old)) {
          assertThat(trusting.post(mine, PATH, Map.of("idToken", token)).code())
              .isEqualTo("bad-outside-token");
        }
        assertThat(trusting.post(mine, PATH, Map.of("password", "a guess at it")).code())
            .isEqualTo("bad-credentials");
        String fresh = issuer.sign(issuer.claims("subject-1"));
        assertThat(trusting.post(mine, PATH, Map.of("idToken", fresh)).status()).isEqualTo(204);
        assertThat(trusting.get(mine, "/v1/profile").status()).isEqualTo(401);
        assertThat(signInOutside(trusting, issuer, "subject-1", "mine-2").account())
            .isNotEqualTo(mine.account());
      }
    }
  }

  private static User signInOutside(
      TestNode at, OutsideIssuer issuer, String subject, String handle) throws Exception {
    Map<String, String> body =
        Map.of("idToken", issuer.sign(issuer.claims(subject)), "handle", handle, "deviceName", "x");
    return TestNode.user(handle, at.post(null, "/v1/sessions", body));
  }

  private Answer delete(User user, String password) {
    return node.post(user, PATH, Map.of("password", password));
  }

  private Answer signIn(Map<String, String> more) {
    Map<String, String> body = new HashMap<>(more);
    body.put("handle", "ada");
    body.put("password", TestNode.PASSWORD);
    return node.post(null, "/v1/sessions", body);
  }

  private String conversation(User by, String kind, User... others) {
    List<String> members = java.util.Arrays.stream(others).map(User::account).toList();
    return node.post(by, "/v1/conversations", Map.of("kind", kind, "members", members))
        .text("conversation");
  }

  private int rows(String sql) {
    return node.parts()
        .database()
        .read(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  private void execute(String sql) {
    node.parts().database().write(handle -> handle.execute(sql));
  }
}
