package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a sign-in lasts at most, and how all of them end at once. */
class SignInLifeTest {
  private final TestClock clock = new TestClock();
  private TestNode node;

  @BeforeEach
  void start(@TempDir Path data) {
    Map<String, String> settings = new HashMap<>(database());
    settings.put("plait.token.sign-in-lifetime-days", "90");
    node = TestNode.start(data, settings, clock);
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
  void aSignInEndsWhenItIsOldEnoughHoweverOftenItIsRenewed() {
    Answer first = signIn(node.signUp("ada"));
    long endMs = clock.millis() + Duration.ofDays(90).toMillis();
    assertThat(endOf(first)).isEqualTo(endMs);
    User ada = TestNode.user("ada", first);
    for (int days = 0; days < 80; days += 40) {
      clock.advance(Duration.ofDays(40));
      Answer renewed = refresh(ada);
      assertThat(endOf(renewed)).as("after %d days", days + 40).isEqualTo(endMs);
      ada = TestNode.user("ada", renewed);
    }

    clock.advance(Duration.ofDays(10));
    Answer refused = refresh(ada);

    assertThat(refused.code()).isEqualTo("bad-refresh-token");
    assertThat(refused.text("detail")).contains("old", "Sign in again");
    assertThat(endOf(signIn(ada))).isEqualTo(clock.millis() + Duration.ofDays(90).toMillis());
  }

  @Test
  void nothingThatASignInGaveOutlivesIt() {
    User ada = node.signUp("ada");
    clock.advance(Duration.ofDays(50));
    ada = TestNode.user("ada", refresh(ada));
    clock.advance(Duration.ofDays(40).minusMinutes(2));
    ada = TestNode.user("ada", refresh(ada));
    assertThat(node.get(ada, "/v1/profile").status()).isEqualTo(200);

    clock.advance(Duration.ofMinutes(2));
    node.parts().services().signOuts().endExpired();

    assertThat(node.get(ada, "/v1/profile").status()).isEqualTo(401);
  }

  @Test
  void signingOutEverywhereEndsEveryDeviceAndKeepsThem() {
    User desk = node.signUp("ada");
    User phone = TestNode.user("ada", signInAs("ada", Map.of("deviceName", "phone")));
    User grace = node.signUp("grace");

    assertThat(node.delete(desk, "/v1/sessions").status()).isEqualTo(204);

    for (User device : new User[] {desk, phone}) {
      assertThat(node.get(device, "/v1/profile").status()).isEqualTo(401);
      assertThat(refresh(device).code()).isEqualTo("bad-refresh-token");
    }
    assertThat(node.get(grace, "/v1/profile").status()).isEqualTo(200);
    assertThat(signIn(desk).text("device")).isEqualTo(desk.device());
    assertThat(signIn(phone).text("device")).isEqualTo(phone.device());
  }

  private Answer signIn(User user) {
    return signInAs(user.handle(), Map.of("device", user.device()));
  }

  private Answer signInAs(String handle, Map<String, String> more) {
    Map<String, String> body = new HashMap<>(more);
    body.put("handle", handle);
    body.put("password", TestNode.PASSWORD);
    return node.post(null, "/v1/sessions", body);
  }

  private Answer refresh(User user) {
    return node.post(null, "/v1/sessions/refresh", Map.of("refreshToken", user.refreshToken()));
  }

  private static long endOf(Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body().path("signInEndsAtMs").longValue();
  }
}
