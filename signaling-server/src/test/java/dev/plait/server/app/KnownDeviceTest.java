package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Wrong passwords cost pauses, and those of strangers cost the devices of an account nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownDeviceTest {
  private static final String WRONG = "wrong horse battery";

  private final TestClock clock = new TestClock();
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path data) {
    Map<String, String> settings = new HashMap<>(database());
    settings.put("plait.limits.wrong-passwords", "3");
    settings.put("plait.limits.sign-in-per-address-per-minute", "1000");
    node = TestNode.start(data, settings, clock);
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
  void rightPasswordsAreNotCounted() {
    User ada = node.signUp("ada");
    for (int i = 0; i < 10; i++) {
      assertThat(asStranger("ada", TestNode.PASSWORD, ada.device()).status()).isEqualTo(200);
    }
  }

  @Test
  void wrongOnesCostAPauseThatDoublesWhoeverTheyAreFor() {
    node.signUp("bob");
    for (String handle : List.of("bob", "nobody-at-all")) {
      for (int i = 0; i < 3; i++) {
        assertThat(asStranger(handle, WRONG, null).status()).isEqualTo(401);
      }
      for (int pauseS = 1; pauseS < 9; pauseS *= 2) {
        Answer refused = asStranger(handle, WRONG, null);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("retry-after", Integer.toString(pauseS));
        clock.advance(Duration.ofSeconds(pauseS));
        assertThat(asStranger(handle, WRONG, null).status()).isEqualTo(401);
      }
    }
  }

  @Test
  void strangersLockNoDeviceOut() {
    User cleo = node.signUp("cleo");
    strangersTry("cleo");

    assertThat(asStranger("cleo", TestNode.PASSWORD, cleo.device()).status())
        .as("to name the device is not to be it: everybody in a conversation knows its id")
        .isEqualTo(429);
    assertThat(as(cleo, cleo.refreshToken()).status()).isEqualTo(200);
  }

  @Test
  void aDeviceThatWasSignedOutIsKnownByItsOldToken() {
    User dora = node.signUp("dora");
    node.delete(dora, "/v1/sessions/current");
    strangersTry("dora");

    assertThat(as(dora, dora.refreshToken()).status()).isEqualTo(200);
  }

  @Test
  void theTokenBeforeTheLastSignInAndThatOfAnotherAccountAreOfNoUse() {
    User emil = node.signUp("emil");
    User other = node.signUp("other");
    Answer again = asStranger("emil", TestNode.PASSWORD, emil.device());
    strangersTry("emil");

    assertThat(as(emil, emil.refreshToken()).status()).isEqualTo(429);
    assertThat(as(emil, other.refreshToken()).status()).isEqualTo(429);
    assertThat(as(emil, again.text("refreshToken")).status()).isEqualTo(200);
  }

  @Test
  void aRevokedDeviceIsKnownNoMore() {
    User fritz = node.signUp("fritz");
    node.delete(fritz, "/v1/devices/" + fritz.device());
    strangersTry("fritz");

    assertThat(as(fritz, fritz.refreshToken()).status()).isEqualTo(429);
  }

  @Test
  void aKnownDeviceHasPausesOfItsOwn() {
    User gina = node.signUp("gina");
    for (int i = 0; i < 3; i++) {
      Answer wrong = signIn("gina", WRONG, gina.device(), gina.refreshToken(), Map.of());
      assertThat(wrong.status()).isEqualTo(401);
    }

    assertThat(as(gina, gina.refreshToken()).status()).isEqualTo(429);
    assertThat(asStranger("gina", TestNode.PASSWORD, null).status()).isEqualTo(200);
  }

  @Test
  void aBrowserIsKnownByACookieThatStaysWhenItSignsOut() {
    Answer signedUp =
        node.post(
            null,
            "/v1/accounts",
            Map.of(
                "handle", "hilde",
                "password", TestNode.PASSWORD,
                "deviceName", "browser",
                "refreshIn", "cookie"));
    String cookie =
        signedUp.cookies().stream()
            .filter(one -> one.startsWith("plait-device-" + signedUp.text("device") + "="))
            .findFirst()
            .orElseThrow();
    assertThat(cookie)
        .contains("Path=/v1/sessions;", "HttpOnly", "SameSite=Strict")
        .doesNotContain("refresh");
    Answer out =
        node.call("DELETE", "/v1/sessions/current", signedUp.text("accessToken"), null, Map.of());
    assertThat(out.cookies()).noneMatch(one -> one.startsWith("plait-device-"));
    strangersTry("hilde");

    Map<String, String> headers = Map.of("Cookie", cookie.replaceFirst(";.*", ""));
    assertThat(signIn("hilde", TestNode.PASSWORD, null, null, headers).status()).isEqualTo(200);
    assertThat(signIn("hilde", TestNode.PASSWORD, null, null, Map.of()).status()).isEqualTo(429);
  }

  private void strangersTry(String handle) {
    for (int i = 0; i < 3; i++) {
      assertThat(asStranger(handle, WRONG, null).status()).isEqualTo(401);
    }
    assertThat(asStranger(handle, WRONG, null).status()).isEqualTo(429);
  }

  private Answer asStranger(String handle, String password, @Nullable String device) {
    return signIn(handle, password, device, null, Map.of());
  }

  private Answer as(User user, String refreshToken) {
    return signIn(user.handle(), TestNode.PASSWORD, user.device(), refreshToken, Map.of());
  }

  private Answer signIn(
      String handle,
      String password,
      @Nullable String device,
      @Nullable String refreshToken,
      Map<String, String> headers) {
    Map<String, String> body = new HashMap<>();
    body.put("handle", handle);
    body.put("password", password);
    body.put(device == null ? "deviceName" : "device", device == null ? "phone" : device);
    if (refreshToken != null) {
      body.put("refreshToken", refreshToken);
    }
    return node.call("POST", "/v1/sessions", null, TestNode.json(body), headers);
  }
}
