package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers sign in with handles that nobody has, many times more often than passwords can be
 * hashed, while people sign in with the right ones.
 */
class SignInFloodTest {
  /** Those who ask all the time: more than may wait. */
  private static final int STRANGERS = 100;

  private static final int PEOPLE = 6;

  /** Slow enough that what is scarce is time to hash. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "plait.http.trusted-proxies", "127.0.0.1",
          "plait.password.memory-kib", "8192",
          "plait.password.iterations", "1",
          "plait.password.concurrency", "1",
          "plait.limits.address-per-minute", "1000000",
          "plait.limits.sign-in-per-address-per-minute", "1000000");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger turnedAway = new AtomicInteger();

  /** Whoever was turned away asks again when another had a turn: more would keep nobody longer. */
  private final Semaphore again = new Semaphore(0);

  private final List<User> people = new ArrayList<>();
  private TestNode node;

  @BeforeEach
  void start(@TempDir Path data) {
    node = TestNode.start(data, SETTINGS);
    for (int i = 0; i < PEOPLE; i++) {
      people.add(node.signUp("person-" + i));
    }
  }

  @AfterEach
  void stop() {
    over.set(true);
    again.release(STRANGERS);
    threads.close();
    node.close();
  }

  @Test
  void aFloodFromOneNetworkStopsNobodyElsewhere() {
    flood(stranger -> "203.0.113.7");

    assertThat(signInAll(false)).containsOnly(200);
  }

  @Test
  void aFloodFromManyNetworksStopsNoKnownDevice() {
    flood(stranger -> "198.51.100." + stranger);

    assertThat(signInAll(true)).containsOnly(200);
  }

  @Test
  void aFloodFromTheOwnNetworkStopsNoKnownDevice() {
    flood(stranger -> "192.0.2.1");

    assertThat(signInAll(true)).containsOnly(200);
  }

  private void flood(IntFunction<String> networks) {
    for (int i = 0; i < STRANGERS; i++) {
      String handle = "stranger-" + i;
      String network = networks.apply(i);
      threads.execute(
          () -> {
            for (int n = 0; !over.get(); n++) {
              if (signIn(handle + "-" + n, null, network).status() == 503) {
                turnedAway.incrementAndGet();
                again.acquireUninterruptibly();
              } else {
                again.release();
              }
            }
          });
    }
    await().until(() -> turnedAway.get() > 30);
  }

  /**
   * One after another, so that each waits for strangers only; from networks of their own unless
   * known.
   */
  private List<Integer> signInAll(boolean known) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      User person = people.get(i);
      statuses.add(
          signIn(
                  person.handle(),
                  known ? person.refreshToken() : null,
                  "192.0.2." + (known ? 1 : i + 1))
              .status());
    }
    return statuses;
  }

  private Answer signIn(String handle, @Nullable String refreshToken, String network) {
    Map<String, String> body = new HashMap<>();
    body.put("handle", handle);
    body.put("password", TestNode.PASSWORD);
    body.put("deviceName", "phone");
    if (refreshToken != null) {
      body.put("refreshToken", refreshToken);
    }
    return node.call(
        "POST", "/v1/sessions", null, TestNode.json(body), Map.of("X-Forwarded-For", network));
  }
}
