package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.conversation.Directory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsHttpTest {
  private final TestClock clock = new TestClock();
  private TestNode node;
  private final List<Directory.Change> changes = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start(@TempDir Path data) {
    Map<String, String> settings = new HashMap<>(database());
    settings.put("plait.ice.urls", "stun:stun.example.org");
    node = TestNode.start(data, settings, clock);
    node.parts().directory().listen(changes::add);
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
  void aNewAccountHasOneDeviceAndAProfile() {
    User ada = node.signUp("ada");
    assertThat(node.get(ada, "/v1/profile").text("displayName")).isEqualTo("ada");
    Answer devices = node.get(ada, "/v1/devices");
    assertThat(devices.body().get("devices")).hasSize(1);
    assertThat(devices.body().at("/devices/0/current").booleanValue()).isTrue();
    assertThat(node.parts().directory().devicesOf(ada.accountId())).containsExactly(ada.deviceId());
  }

  @Test
  void aHandleIsGivenOnce() {
    node.signUp("unique");
    Answer again =
        node.post(
            null,
            "/v1/accounts",
            Map.of("handle", "unique", "password", TestNode.PASSWORD, "deviceName", "x"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("handle-taken");
  }

  @ParameterizedTest
  @MethodSource
  void aDeviceNameThatDoesNotFitLeavesNoAccountBehind(String name) {
    String handle = "wide" + Integer.toUnsignedString(name.hashCode());
    String body =
        """
        {"handle": "%s", "password": "%s", "deviceName": "%s"}"""
            .formatted(handle, TestNode.PASSWORD, name);

    Answer refused = node.call("POST", "/v1/accounts", null, body, Map.of());

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("detail")).startsWith("deviceName");
    node.signUp(handle); // nobody has it
  }

  /** Half characters, and twice as many UTF-16 units as fit. */
  Stream<String> aDeviceNameThatDoesNotFitLeavesNoAccountBehind() {
    return Stream.of(
        "laptop\\ud83d", "\\udca9laptop", "\\ud83d\\udca9\\ud83d", "\ud83d\udca9".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ab", "Ada", "a b", "ä12", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a/b"})
  void aBadHandleIsRefused(String handle) {
    Answer answer =
        node.post(
            null,
            "/v1/accounts",
            Map.of("handle", handle, "password", TestNode.PASSWORD, "deviceName", "x"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail")).contains("handle");
  }

  /** As the columns of a database count or not: H2 and PostgreSQL differ. */
  @Test
  void wideNamesAreRefusedAndLeaveNoAccountBehind() {
    String emoji = "\uD83D\uDE00";
    for (String field : List.of("deviceName", "displayName")) {
      Map<String, String> body = new HashMap<>();
      body.put("handle", "wide");
      body.put("password", TestNode.PASSWORD);
      body.put("deviceName", "x");
      body.put(field, emoji.repeat(33));
      Answer answer = node.post(null, "/v1/accounts", body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.text("detail")).contains(field, "64");
    }

    User wide = node.signUp("wide");
    Map<String, String> widest = Map.of("displayName", emoji.repeat(32));
    assertThat(node.patch(wide, "/v1/profile", widest).status()).isEqualTo(200);
  }

  @Test
  void aShortPasswordIsRefused() {
    Answer answer =
        node.post(
            null,
            "/v1/accounts",
            Map.of("handle", "short", "password", "1234567", "deviceName", "x"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail")).contains("password");
  }

  @Test
  void anUnknownHandleAnswersLikeAWrongPassword() {
    node.signUp("known");
    long before = hashes();
    Answer wrong = signIn("known", "not the password", Map.of("deviceName", "x"));
    assertThat(hashes() - before).isOne();
    Answer unknown = signIn("unknown-handle", "not the password", Map.of("deviceName", "x"));
    assertThat(hashes() - before).as("one hash for each").isEqualTo(2);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
  }

  private long hashes() {
    return node.parts().services().metrics().registry().timer("plait.password.hashes").count();
  }

  @Test
  void signingInAddsADeviceOrTakesAKnownOne() {
    User first = node.signUp("two-devices");
    Answer second = signIn("two-devices", TestNode.PASSWORD, Map.of("deviceName", "phone"));
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("device")).isNotEqualTo(first.device());
    Answer known = signIn("two-devices", TestNode.PASSWORD, Map.of("device", first.device()));
    assertThat(known.text("device")).isEqualTo(first.device());
    assertThat(node.parts().directory().devicesOf(first.accountId())).hasSize(2);
    // The sign-in before it is over: one device, one live session.
    assertThat(node.get(first, "/v1/profile").status()).isEqualTo(401);
  }

  @Test
  void aForeignDeviceCannotBeTaken() {
    User other = node.signUp("foreign");
    node.signUp("taker");
    Answer answer = signIn("taker", TestNode.PASSWORD, Map.of("device", other.device()));
    assertThat(answer.code()).isEqualTo("no-such-device");
  }

  @Test
  void theNinthDeviceIsRefused() {
    node.signUp("many");
    for (int i = 2; i <= 8; i++) {
      assertThat(signIn("many", TestNode.PASSWORD, Map.of("deviceName", "d" + i)).status())
          .isEqualTo(200);
    }
    assertThat(signIn("many", TestNode.PASSWORD, Map.of("deviceName", "d9")).code())
        .isEqualTo("too-many-devices");
  }

  @Test
  void signingOutEndsTokensAndSocketsButKeepsTheDevice() {
    User user = node.signUp("leaver");
    assertThat(node.delete(user, "/v1/sessions/current").status()).isEqualTo(204);
    assertThat(node.get(user, "/v1/profile").status()).isEqualTo(401);
    assertThat(refresh(user.refreshToken()).status()).isEqualTo(401);
    assertThat(node.parts().directory().devicesOf(user.accountId())).hasSize(1);
    assertThat(changes).contains(new Directory.DeviceSignedOut(user.accountId(), user.deviceId()));
  }

  @Test
  void theListOfDevicesTellsWhichAreSignedIn() {
    User user = node.signUp("lister");
    clock.advance(Duration.ofMillis(1));
    User phone =
        TestNode.user("lister", signIn("lister", TestNode.PASSWORD, Map.of("deviceName", "phone")));
    assertThat(node.delete(phone, "/v1/sessions/current").status()).isEqualTo(204);
    Answer devices = node.get(user, "/v1/devices");
    assertThat(devices.body().at("/devices/0/signedIn").booleanValue()).isTrue();
    assertThat(devices.body().at("/devices/0/refreshedAtMs").longValue()).isPositive();
    assertThat(devices.body().at("/devices/1/signedIn").booleanValue()).isFalse();
    assertThat(devices.body().at("/devices/1").has("refreshedAtMs")).isFalse();
  }

  @Test
  void aRevokedDeviceIsGoneForGood() {
    User user = node.signUp("revoker");
    User phone =
        TestNode.user(
            "revoker", signIn("revoker", TestNode.PASSWORD, Map.of("deviceName", "phone")));
    assertThat(node.delete(user, "/v1/devices/" + phone.device()).status()).isEqualTo(204);
    assertThat(node.get(phone, "/v1/profile").status()).isEqualTo(401);
    assertThat(changes).contains(new Directory.DeviceRevoked(phone.accountId(), phone.deviceId()));
    assertThat(node.parts().directory().devicesOf(user.accountId()))
        .containsExactly(user.deviceId());
    assertThat(signIn("revoker", TestNode.PASSWORD, Map.of("device", phone.device())).status())
        .isEqualTo(409);
    assertThat(node.delete(user, "/v1/devices/" + phone.device()).status()).isEqualTo(404);
    assertThat(node.delete(node.signUp("stranger"), "/v1/devices/" + user.device()).status())
        .isEqualTo(404);
  }

  @Test
  void devicesAreRenamed() {
    User user = node.signUp("renamer");
    Answer renamed = node.patch(user, "/v1/devices/" + user.device(), Map.of("name", "desk"));
    assertThat(renamed.text("name")).isEqualTo("desk");
    assertThat(node.patch(user, "/v1/devices/" + user.device(), Map.of("name", " ")).status())
        .isEqualTo(422);
    assertThat(node.patch(user, "/v1/devices/nonsense", Map.of("name", "x")).status())
        .isEqualTo(404);
  }

  @Test
  void theProfileChangesInParts() {
    User user = node.signUp("profile");
    Answer changed =
        node.patch(
            user,
            "/v1/profile",
            Map.of("displayName", "Ada L.", "avatarUrl", "https://example.org/a.png"));
    assertThat(changed.text("displayName")).isEqualTo("Ada L.");
    assertThat(node.patch(user, "/v1/profile", Map.of("avatarUrl", "")).body().has("avatarUrl"))
        .isFalse();
    assertThat(node.patch(user, "/v1/profile", Map.of("avatarUrl", "javascript:x")).status())
        .isEqualTo(422);
    assertThat(node.patch(user, "/v1/profile", Map.of("displayName", "a\u0000b")).status())
        .isEqualTo(422);
  }

  @Test
  void aPasswordChangeSignsOutTheOtherDevices() {
    User user = node.signUp("changer");
    User phone =
        TestNode.user(
            "changer", signIn("changer", TestNode.PASSWORD, Map.of("deviceName", "phone")));
    assertThat(
            node.post(user, "/v1/password", Map.of("old", "wrong", "new", "brand new one"))
                .status())
        .isEqualTo(401);
    assertThat(
            node.post(
                    user, "/v1/password", Map.of("old", TestNode.PASSWORD, "new", "brand new one"))
                .status())
        .isEqualTo(204);
    assertThat(node.get(user, "/v1/profile").status()).isEqualTo(200);
    assertThat(node.get(phone, "/v1/profile").status()).isEqualTo(401);
    assertThat(signIn("changer", TestNode.PASSWORD, Map.of("device", user.device())).status())
        .isEqualTo(401);
    assertThat(signIn("changer", "brand new one", Map.of("device", user.device())).status())
        .isEqualTo(200);
  }

  @Test
  void lookUpIsExact() {
    User user = node.signUp("looker");
    node.signUp("findme");
    assertThat(node.get(user, "/v1/accounts/by-handle/findme").text("handle")).isEqualTo("findme");
    assertThat(node.get(user, "/v1/accounts/by-handle/findm").status()).isEqualTo(404);
    assertThat(node.get(user, "/v1/accounts/by-handle/FINDME").status()).isEqualTo(404);
    assertThat(node.get(null, "/v1/accounts/by-handle/findme").status()).isEqualTo(401);
  }

  @Test
  void iceServersNeedASignIn() {
    User user = node.signUp("icy");
    Answer answer = node.get(user, "/v1/ice-servers");
    assertThat(answer.body().at("/iceServers/0/urls/0").asText())
        .isEqualTo("stun:stun.example.org");
    assertThat(node.get(null, "/v1/ice-servers").status()).isEqualTo(401);
  }

  private Answer signIn(String handle, String password, Map<String, String> more) {
    Map<String, String> body = new java.util.HashMap<>(more);
    body.put("handle", handle);
    body.put("password", password);
    return node.post(null, "/v1/sessions", body);
  }

  private Answer refresh(String token) {
    return node.post(null, "/v1/sessions/refresh", Map.of("refreshToken", token));
  }
}
