package dev.plait.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.admission.Outcome;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.config.PasswordConfig;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final Caller STRANGER = new Caller.Stranger("192.0.2.1");

  private final Timer hashes = new SimpleMeterRegistry().timer("hashes");

  @Test
  void aHashIsArgon2idWithTheParametersThatOwaspNamesAndASaltOfItsOwn() {
    Passwords passwords = new Passwords(NodeConfig.defaults(Map.of()).password(), hashes);
    String one = hash(passwords, "correct horse");
    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hash(passwords, "correct horse")).isNotEqualTo(one);
    assertThat(passwords.matches("correct horse", one, STRANGER)).isEqualTo(Outcome.done(true));
    assertThat(passwords.matches("battery staple", one, STRANGER)).isEqualTo(Outcome.done(false));
  }

  @Test
  void withoutAHashToCompareAsManyAreMadeAsForAWrongPassword() {
    Passwords passwords = new Passwords(new PasswordConfig(64, 1, 2), hashes);
    String known = hash(passwords, "correct horse");
    long before = hashes.count();
    assertThat(passwords.matches("wrong", known, STRANGER)).isEqualTo(Outcome.done(false));
    long forKnown = hashes.count() - before;
    assertThat(passwords.matches("wrong", null, STRANGER)).isEqualTo(Outcome.done(false));
    assertThat(hashes.count() - before - forKnown).isEqualTo(forKnown).isOne();
  }

  private static String hash(Passwords passwords, String password) {
    if (passwords.hash(password, STRANGER) instanceof Outcome.Done<String>(var encoded)) {
      return encoded;
    }
    throw new AssertionError("refused");
  }
}
