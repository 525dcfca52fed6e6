package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name or title may hold (TRS-7), over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesHttpTest {
  private TestNode node;
  private User ada;
  private User bob;
  private UUID tea;

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, database());
    ada = node.signUp("ada");
    bob = node.signUp("bob");
    Answer made = node.post(ada, "/v1/conversations", group("tea"));
    tea = UUID.fromString(made.text("conversation"));
    node.post(bob, "/v1/conversations/" + tea + "/accept", Map.of());
  }

  @AfterAll
  void stop() {
    node.close();
  }

  /** What a subclass runs this on. */
  Map<String, String> database() {
    return Map.of();
  }

  /** Turned, isolated, ended, steering, on two lines, or not to be seen. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202eadelle",
        "ada\u202d",
        "\u202aada\u202c",
        "ada\u2067bob\u2069",
        "\u2068ada",
        "ada\u001b[2J",
        "ada\u009b2J",
        "ada\u2028bob",
        "ada\u2029bob",
        "\u200b",
        "\u3164\u3164",
        "\u2800",
        "\u200d\u200d",
        "\u0301",
        "\udb40\udc41",
        "@",
        "##",
      })
  void aNameThatMisleadsOrShowsNothingIsRefused(String name) {
    refused(node.patch(ada, "/v1/profile", Map.of("displayName", name)), "displayName");
    refused(node.post(ada, "/v1/conversations", group(name)), "title");
    refused(node.patch(ada, "/v1/conversations/" + tea, Map.of("title", name)), "title");
    String device = "/v1/devices/" + ada.device();
    refused(node.patch(ada, device, Map.of("name", name)), "name");
    refused(node.post(null, "/v1/accounts", newAccount(name, "laptop")), "displayName");
    refused(node.post(null, "/v1/accounts", newAccount("Eve", name)), "deviceName");
    refused(
        node.post(
            null,
            "/v1/sessions",
            Map.of("handle", "ada", "password", TestNode.PASSWORD, "deviceName", name)),
        "deviceName");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada Lovelace",
        "O\u2019Neill-\u00c5ngstr\u00f6m",
        "\u0639\u0644\u064a",
        "\u200f\u05e9\u05dc\u05d5\u05dd!",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
        "\u65e5\u672c\u8a9e",
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
        "\ud83d\udc69\u200d\ud83d\udcbb",
        "e\u0301va",
        "42",
      })
  void aNameOfAnyScriptIsTaken(String name) {
    assertThat(node.patch(ada, "/v1/profile", Map.of("displayName", name)).text("displayName"))
        .isEqualTo(name);
    Answer renamed = node.patch(ada, "/v1/conversations/" + tea, Map.of("title", name));
    assertThat(renamed.text("title")).isEqualTo(name);
    String device = "/v1/devices/" + ada.device();
    assertThat(node.patch(ada, device, Map.of("name", name)).status()).isLessThan(300);
  }

  @Test
  void aGroupMayHaveNoTitle() {
    assertThat(node.post(ada, "/v1/conversations", group("")).status()).isEqualTo(201);
    assertThat(node.patch(ada, "/v1/conversations/" + tea, Map.of("title", "")).status())
        .isLessThan(300);
  }

  /** Earlier versions took them; clients show what TRS-7 leaves. */
  @Test
  void namesThatStandAlreadyAreToldAsTheyAre() throws SQLException {
    Frame.Roster roster = called("\u2067tea", "\u202ebob\u2069\u200b");

    assertThat(roster.title()).isEqualTo("\u2067tea");
    assertThat(roster.members()).extracting(Member::displayName).contains("\u202ebob\u2069\u200b");
  }

  /** Earlier versions took it, and every client would refuse such a roster (FRM-4). */
  @Test
  void halfACharacterThatStandsAlreadyIsToldAsUnreadable() throws SQLException {
    Frame.Roster roster = called("tea\ud83d", "\udca9bob\ud83d\udca9");

    // PostgreSQL has kept a question mark.
    assertThat(roster.title()).isIn("tea\ufffd", "tea?");
    assertThat(roster.members())
        .extracting(Member::displayName)
        .containsAnyOf("\ufffdbob\ud83d\udca9", "?bob\ud83d\udca9");
    assertThat(node.get(ada, "/v1/accounts/by-handle/bob").text("displayName"))
        .isEqualTo("?bob\ud83d\udca9");
  }

  /** The roster of a group, its title and bob's name written past all that checks. */
  private Frame.Roster called(String title, String name) throws SQLException {
    UUID group =
        UUID.fromString(node.post(ada, "/v1/conversations", group("old")).text("conversation"));
    try (Connection connection = node.parts().queues().dataSource().getConnection()) {
      write(connection, "update conversation set title = ? where id = ?", title, group);
      write(connection, "update account set display_name = ? where handle = ?", name, "bob");
    }
    node.post(bob, "/v1/conversations/" + group + "/accept", Map.of());
    return Objects.requireNonNull(node.parts().directory().roster(group));
  }

  private static void write(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private static void refused(Answer answer, String field) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("invalid-field");
    assertThat(answer.text("detail")).startsWith(field + ": ");
  }

  private static Map<String, Object> newAccount(String displayName, String deviceName) {
    return Map.of(
        "handle",
        "eve",
        "password",
        TestNode.PASSWORD,
        "displayName",
        displayName,
        "deviceName",
        deviceName);
  }

  private Map<String, Object> group(String title) {
    return Map.of("kind", "group", "title", title, "members", List.of(bob.account()));
  }
}
