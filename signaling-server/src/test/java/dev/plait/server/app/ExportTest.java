package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.server.account.Exports;
import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody is told of the own account. */
class ExportTest {
  private static final String PATH = "/v1/account/export";

  private TestNode node;
  private User ada;
  private User grace;

  @BeforeEach
  void start(@TempDir Path data) {
    Map<String, String> settings = new HashMap<>(database());
    settings.put("plait.limits.request-per-account-per-hour", "1000");
    node = TestNode.start(data, settings);
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
  void itHasTheAccountItsDevicesConversationsAndBlocks() {
    node.patch(ada, "/v1/profile", Map.of("displayName", "Ada Lovelace"));
    String group = group(ada, "tea", grace);
    String spam = group(grace, "spam", ada);
    node.post(ada, "/v1/conversations/" + spam + "/block", Map.of());

    List<JsonNode> pages = pages(ada);

    JsonNode first = pages.getFirst();
    assertThat(first.get("account").textValue()).isEqualTo(ada.account());
    assertThat(first.get("displayName").textValue()).isEqualTo("Ada Lovelace");
    assertThat(first.get("hasPassword").booleanValue()).isTrue();
    JsonNode device = first.at("/devices/0");
    assertThat(device.get("device").textValue()).isEqualTo(ada.device());
    assertThat(device.get("signedInAtMs").longValue()).isPositive();
    assertThat(device.get("waitingEntries").intValue()).isZero();
    assertThat(all(pages, "conversations"))
        .extracting(one -> one.get("state").textValue())
        .containsExactlyInAnyOrder("accepted", "blocked");
    JsonNode conversation =
        all(pages, "conversations").stream()
            .filter(one -> one.get("conversation").textValue().equals(group))
            .findFirst()
            .orElseThrow();
    assertThat(conversation.get("title").textValue()).isEqualTo("tea");
    assertThat(conversation.get("state").textValue()).isEqualTo("accepted");
    assertThat(conversation.get("invitedBy").textValue()).isEqualTo("ada");
    assertThat(conversation.get("members")).hasSize(2);
    assertThat(all(pages, "blocks")).hasSize(1);
    assertThat(all(pages, "blocks").getFirst().get("handle").textValue()).isEqualTo("grace");
  }

  @Test
  void aRequestShowsNoMembers() {
    group(grace, "secret circle", ada);

    JsonNode request = all(pages(ada), "conversations").getFirst();

    assertThat(request.get("state").textValue()).isEqualTo("requested");
    assertThat(request.has("members")).isFalse();
  }

  @Test
  void aRemovedDeviceIsStillTold() {
    Answer phone =
        node.post(
            null,
            "/v1/sessions",
            Map.of("handle", "ada", "password", TestNode.PASSWORD, "deviceName", "old phone"));
    node.delete(ada, "/v1/devices/" + phone.text("device"));

    JsonNode devices = pages(ada).getFirst().get("devices");

    assertThat(devices).hasSize(2);
    assertThat(devices.findValuesAsText("name")).contains("old phone");
    assertThat(devices.findValues("revokedAtMs")).hasSize(1);
  }

  @Test
  void nothingInItLetsAnybodyIn() {
    node.post(null, "/v1/sessions/refresh", Map.of("refreshToken", ada.refreshToken()));
    List<String> kept =
        node.parts()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "select password_hash from account where password_hash is not null"
                                + " union select family_hash from sign_in union select secret_hash"
                                + " from sign_in union select successor_key from sign_in")
                        .mapTo(String.class)
                        .list());

    String text = pages(ada).toString();

    assertThat(kept).hasSizeGreaterThan(6).allSatisfy(one -> assertThat(text).doesNotContain(one));
    assertThat(text).doesNotContain("argon2", "plait-refresh", ada.token());
  }

  @Test
  void muchOfItComesInPages() {
    for (int i = 0; i <= Exports.PAGE; i++) {
      group(ada, "group " + i);
    }

    List<JsonNode> pages = pages(ada);

    assertThat(pages).hasSize(3);
    assertThat(pages.getFirst().get("conversations")).hasSize(Exports.PAGE);
    assertThat(all(pages, "conversations").stream().map(c -> c.get("title").textValue()).distinct())
        .hasSize(Exports.PAGE + 1);
    assertThat(pages.get(1).has("account")).isFalse();
  }

  @Test
  void whatIsNoPositionIsRefused() {
    for (String after : List.of("x", "conversations", ":" + ada.account(), "blocks:1")) {
      assertThat(node.get(ada, PATH + "?after=" + after).code()).isEqualTo("invalid-field");
    }
    assertThat(node.get(null, PATH).status()).isEqualTo(401);
  }

  private List<JsonNode> pages(User user) {
    List<JsonNode> pages = new ArrayList<>();
    String path = PATH;
    while (true) {
      Answer page = node.get(user, path);
      assertThat(page.status()).as("%s", page.body()).isEqualTo(200);
      pages.add(page.body());
      if (!page.body().has("next")) {
        return pages;
      }
      path = PATH + "?after=" + page.text("next");
    }
  }

  private static List<JsonNode> all(List<JsonNode> pages, String section) {
    List<JsonNode> rows = new ArrayList<>();
    pages.forEach(page -> page.path(section).forEach(rows::add));
    return rows;
  }

  private String group(User by, String title, User... others) {
    List<String> members = java.util.Arrays.stream(others).map(User::account).toList();
    Answer made =
        node.post(
            by, "/v1/conversations", Map.of("kind", "group", "title", title, "members", members));
    return made.text("conversation");
  }
}
