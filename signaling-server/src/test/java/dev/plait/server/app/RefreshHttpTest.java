package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.conversation.Directory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refresh tokens: each has one successor, and whoever uses an old one is out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshHttpTest {
  private final TestClock clock = new TestClock();
  private TestNode node;
  private final List<Directory.Change> changes = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, database(), clock);
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
  void aRefreshTokenIsDeadOnceItsSuccessorWasUsedAndItsReuseEndsTheSignIn() {
    User user = node.signUp("refresher");
    User second = renewed(user);
    User third = renewed(second);
    assertThat(node.get(third, "/v1/profile").status()).isEqualTo(200);

    assertThat(refresh(user.refreshToken()).code()).isEqualTo("refresh-token-reused");
    assertThat(refresh(third.refreshToken()).code()).isEqualTo("bad-refresh-token");
    assertThat(node.get(third, "/v1/profile").status()).isEqualTo(401);
    assertThat(changes).contains(new Directory.DeviceSignedOut(user.accountId(), user.deviceId()));
  }

  @Test
  void whoLostTheAnswerToARefreshMayAskAgain() {
    User user = node.signUp("unlucky");
    User lost = renewed(user);
    clock.advance(Duration.ofSeconds(59));

    User again = renewed(user);

    assertThat(again.refreshToken()).isEqualTo(lost.refreshToken());
    assertThat(node.get(again, "/v1/profile").status()).isEqualTo(200);
    assertThat(node.get(renewed(again), "/v1/profile").status()).isEqualTo(200);
  }

  @Test
  void twoRefreshesAtOnceGiveTheSameSuccessor() throws Exception {
    User user = node.signUp("hasty");
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<User> one = both.submit(() -> renewed(user));
      Future<User> two = both.submit(() -> renewed(user));

      assertThat(one.get().refreshToken()).isEqualTo(two.get().refreshToken());
    }
  }

  @Test
  void oneMayNotAskAgainAfterAMinuteHoweverOften() {
    User user = node.signUp("late");
    renewed(user);
    clock.advance(Duration.ofSeconds(40));
    renewed(user);
    clock.advance(Duration.ofSeconds(40));

    assertThat(refresh(user.refreshToken()).code()).isEqualTo("refresh-token-reused");
  }

  @Test
  void aRefreshTokenEndsAfterItsLifetime() {
    User user = node.signUp("holiday");
    clock.advance(Duration.ofDays(59));
    User back = renewed(user);
    clock.advance(Duration.ofDays(61));

    assertThat(refresh(back.refreshToken()).code()).isEqualTo("bad-refresh-token");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                changes.contains(new Directory.DeviceSignedOut(user.accountId(), user.deviceId())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "plait-refresh-", "plait-refresh-AAAA", "plait-refresh-%%%"})
  void aMadeUpRefreshTokenIsRefused(String token) {
    assertThat(refresh(token).code()).isEqualTo("bad-refresh-token");
  }

  private User renewed(User user) {
    Answer answer = refresh(user.refreshToken());
    assertThat(answer.status()).isEqualTo(200);
    return TestNode.user(user.handle(), answer);
  }

  private Answer refresh(String token) {
    return node.post(null, "/v1/sessions/refresh", Map.of("refreshToken", token));
  }
}
