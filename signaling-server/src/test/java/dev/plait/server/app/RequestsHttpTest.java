package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may ask of somebody, and what that costs whom. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsHttpTest {
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path data) {
    Map<String, String> settings = new HashMap<>(database());
    settings.put("plait.limits.sign-up-per-address-per-hour", "10000");
    settings.put("plait.limits.request-per-address-per-hour", "10000");
    node = TestNode.start(data, settings);
  }

  /** Settings for an empty database; none for H2. */
  Map<String, String> database() {
    return Map.of();
  }

  @AfterAll
  void stop() {
    node.close();
  }

  /** C2 of the audit: 34 accounts, 30 groups each, and the account could start nothing more. */
  @Test
  void manyStrangersCannotFillAnAccount() {
    User victim = node.signUp("victim");
    for (int i = 0; i < 40; i++) {
      User stranger = node.signUp("stranger" + i);
      for (int group = 0; group < 5; group++) {
        assertThat(node.post(stranger, "/v1/conversations", group("x", victim)).status())
            .isEqualTo(201);
      }
    }

    assertThat(conversations(victim)).hasSize(100);
    User friend = node.signUp("friend-of-victim");
    assertThat(node.post(victim, "/v1/conversations", direct(friend)).status()).isEqualTo(201);
  }

  /** CNS-5. */
  @Test
  void theOldestRequestOfOneAskerFallsAway() {
    User asked = node.signUp("asked");
    User asker = node.signUp("asker");
    String direct = ask(asker, asked);
    for (String title : List.of("a", "b", "c")) {
      node.post(asker, "/v1/conversations", group(title, asked));
    }

    assertThat(conversations(asked)).hasSize(3).doesNotContain(direct);
    // Who has asked keeps the conversation, as after a block.
    assertThat(node.get(asker, "/v1/conversations/" + direct).body().at("/members")).hasSize(2);
  }

  @Test
  void whoDeclinesHearsNoMoreOfItUntilAskedAgain() {
    User asked = node.signUp("decliner");
    User asker = node.signUp("asks-twice");
    String direct = ask(asker, asked);

    assertThat(decline(asked, direct)).isEqualTo(204);

    assertThat(conversations(asked)).isEmpty();
    assertThat(decline(asked, direct)).isEqualTo(404);
    assertThat(node.get(asker, "/v1/conversations/" + direct).status()).isEqualTo(200);

    node.post(asker, "/v1/conversations", direct(asked));
    assertThat(conversations(asked)).containsExactly(direct);
  }

  @Test
  void whoHasDeclinedMayAskBackWhichIsAYes() {
    User asked = node.signUp("declines-first");
    User asker = node.signUp("is-asked-back");
    String direct = ask(asker, asked);
    decline(asked, direct);

    assertThat(node.post(asked, "/v1/conversations", direct(asker)).text("conversation"))
        .isEqualTo(direct);
    assertThat(node.parts().directory().sharesAccepted(asker.accountId(), asked.accountId()))
        .isTrue();
  }

  @Test
  void whoDeclinesAGroupIsNotSeenToDoSo() {
    User asked = node.signUp("no-groups");
    User asker = node.signUp("many-groups");
    String group = node.post(asker, "/v1/conversations", group("x", asked)).text("conversation");
    node.post(asker, "/v1/conversations", group("y", asked));
    var before = node.get(asker, "/v1/conversations/" + group).body();

    assertThat(node.post(asked, "/v1/requests/decline", Map.of()).status()).isEqualTo(204);

    assertThat(conversations(asked)).isEmpty();
    assertThat(node.get(asker, "/v1/conversations/" + group).body()).isEqualTo(before);
    node.post(asker, "/v1/conversations/" + group + "/members", Map.of("account", asked.account()));
    assertThat(conversations(asked)).containsExactly(group);
  }

  /** Whoever was only asked owns nothing, and a group in which nobody takes part is none. */
  @Test
  void aGroupEndsWithTheLastWhoTakesPart() {
    User asker = node.signUp("leaves-alone");
    User asked = node.signUp("only-asked");
    String group = node.post(asker, "/v1/conversations", group("x", asked)).text("conversation");
    String path = "/v1/conversations/" + group;

    node.delete(asker, path + "/members/" + asker.account());

    assertThat(conversations(asked)).isEmpty();
    assertThat(node.post(asked, path + "/accept", Map.of()).status()).isEqualTo(404);
  }

  /** What is accepted is left or blocked, not declined. */
  @Test
  void onlyWhatWaitsCanBeDeclined() {
    User asked = node.signUp("has-accepted");
    User asker = node.signUp("is-accepted");
    String direct = ask(asker, asked);
    node.post(asked, "/v1/conversations/" + direct + "/accept", Map.of());

    assertThat(decline(asked, direct)).isEqualTo(404);
    assertThat(node.post(asked, "/v1/requests/decline", Map.of()).status()).isEqualTo(204);
    assertThat(conversations(asked)).containsExactly(direct);
  }

  @Test
  void whoAsksTooManyStrangersHasToWait() {
    User asker = node.signUp("pushy");
    User friend = node.signUp("friend-of-pushy");
    String direct = ask(asker, friend);
    node.post(friend, "/v1/conversations/" + direct + "/accept", Map.of());
    User stranger = node.signUp("asked-too-often");
    for (int i = 0; i < 99; i++) {
      assertThat(node.post(asker, "/v1/conversations", group("g" + i, stranger)).status())
          .isEqualTo(201);
    }

    assertThat(node.post(asker, "/v1/conversations", group("one more", stranger)).code())
        .isEqualTo("rate-limited");
    assertThat(node.post(asker, "/v1/conversations", group("a friend", friend)).status())
        .isEqualTo(201);
  }

  @Test
  void blocksComeInPages() {
    User blocker = node.signUp("blocks-many");
    node.parts().database().write(handle -> block(handle, blocker, 1_100));

    List<String> blocked = new ArrayList<>();
    String next = "";
    do {
      Answer page = node.get(blocker, "/v1/blocks" + next);
      List<String> accounts = new ArrayList<>();
      page.body().at("/accounts").forEach(account -> accounts.add(account.asText()));
      assertThat(accounts).hasSizeBetween(1, 500);
      assertThat(page.body().at("/profiles")).hasSameSizeAs(accounts);
      blocked.addAll(accounts);
      next = page.body().has("next") ? "?after=" + page.text("next") : "";
    } while (!next.isEmpty());

    assertThat(blocked).hasSize(1_100).doesNotHaveDuplicates();
  }

  private static int block(Handle handle, User blocker, int count) {
    for (int i = 0; i < count; i++) {
      UUID account = UUID.randomUUID();
      handle.execute(
          "insert into account (id, handle, display_name, created_ms) values (?, ?, 'B', 0)",
          account,
          "blocked" + i);
      handle.execute(
          "insert into account_block (account, blocked, created_ms) values (?, ?, 0)",
          blocker.accountId(),
          account);
    }
    return count;
  }

  /** Starts a direct conversation. */
  private String ask(User asker, User asked) {
    return node.post(asker, "/v1/conversations", direct(asked)).text("conversation");
  }

  private int decline(User who, String conversation) {
    return node.post(who, "/v1/conversations/" + conversation + "/decline", Map.of()).status();
  }

  private List<String> conversations(User of) {
    return node.get(of, "/v1/conversations")
        .body()
        .at("/conversations")
        .findValuesAsText("conversation");
  }

  private static Map<String, Object> direct(User with) {
    return Map.of("kind", "direct", "members", List.of(with.account()));
  }

  private static Map<String, Object> group(String title, User with) {
    return Map.of("kind", "group", "title", title, "members", List.of(with.account()));
  }
}
