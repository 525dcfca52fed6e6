package dev.plait.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.config.PasswordConfig;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  /** Those who wait for a turn beside the two who have one. */
  private static final int WAITING = 64;

  private final Timer hashes = new SimpleMeterRegistry().timer("hashes");

  @Test
  void aHashIsArgon2idWithTheParametersThatOwaspNamesAndASaltOfItsOwn() {
    Passwords passwords = new Passwords(NodeConfig.defaults(Map.of()).password(), hashes);
    String one = hash(passwords, "correct horse");
    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hash(passwords, "correct horse")).isNotEqualTo(one);
    assertThat(passwords.matches("correct horse", one)).isEqualTo(Outcome.done(true));
    assertThat(passwords.matches("battery staple", one)).isEqualTo(Outcome.done(false));
  }

  @Test
  void withoutAHashToCompareAsManyAreMadeAsForAWrongPassword() {
    Passwords passwords = new Passwords(new PasswordConfig(64, 1, 2), hashes);
    String known = hash(passwords, "correct horse");
    long before = hashes.count();
    assertThat(passwords.matches("wrong", known)).isEqualTo(Outcome.done(false));
    long forKnown = hashes.count() - before;
    assertThat(passwords.matches("wrong", null)).isEqualTo(Outcome.done(false));
    assertThat(hashes.count() - before - forKnown).isEqualTo(forKnown).isOne();
  }

  @Test
  void aFloodHashesTwoAtATimeAndIsRefusedBeyondThoseWhoMayWait() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger most = new AtomicInteger();
    Passwords passwords = new Passwords(new PasswordConfig(64, 1, 2), gated(go, most));
    int callers = WAITING + 2 + 30;
    CountDownLatch refused = new CountDownLatch(30);
    Callable<Outcome<String>> call =
        () -> {
          Outcome<String> outcome = passwords.hash("correct horse");
          if (outcome.equals(Outcome.refused(Refusal.BUSY))) {
            refused.countDown();
          }
          return outcome;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<?> all = Stream.generate(() -> threads.submit(call)).limit(callers).toList();
      refused.await();
      go.countDown();
      assertThat(all).hasSize(callers);
    }
    assertThat(most).hasValue(2);
    assertThat(hashes.count()).isEqualTo(WAITING + 2);
  }

  /** The timer, behind which hashes wait; counts how many are under way at once. */
  private Timer gated(CountDownLatch go, AtomicInteger most) {
    AtomicInteger running = new AtomicInteger();
    return (Timer)
        Proxy.newProxyInstance(
            Timer.class.getClassLoader(),
            new Class<?>[] {Timer.class},
            (proxy, method, arguments) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              try {
                go.await();
                return method.invoke(hashes, arguments);
              } finally {
                running.decrementAndGet();
              }
            });
  }

  private static String hash(Passwords passwords, String password) {
    if (passwords.hash(password) instanceof Outcome.Done<String>(var encoded)) {
      return encoded;
    }
    throw new AssertionError("refused");
  }
}
