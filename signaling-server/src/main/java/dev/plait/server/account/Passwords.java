package dev.plait.server.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.plait.server.admission.Outcome;
import dev.plait.server.config.PasswordConfig;
import io.micrometer.core.instrument.Timer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords with Argon2id. Safe from any thread; blocks while others hash, by
 * {@link HashingTurns}. So many hashes run at a time as configured.
 */
final class Passwords {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Argon2Function function;
  private final HashingTurns turns;
  private final Timer hashes;
  private final String decoy;

  /** Each hash, made or checked, is recorded in {@code hashes}. */
  Passwords(PasswordConfig config, Timer hashes) {
    this.hashes = hashes;
    this.function =
        Argon2Function.getInstance(
            config.memoryKib(), config.iterations(), 1, HASH_BYTES, Argon2.ID);
    this.turns = new HashingTurns(config.concurrency());
    byte[] noPassword = new byte[SALT_BYTES];
    RANDOM.nextBytes(noPassword);
    this.decoy = hashNow(Base64.getEncoder().encodeToString(noPassword));
  }

  /** The encoded hash ({@code $argon2id$…}) with a fresh salt. */
  Outcome<String> hash(String password, Caller caller) {
    return inTurn(caller, () -> hashNow(password));
  }

  /**
   * Whether the password fits. Takes as long without a hash as with one, so that nobody learns from
   * the time which handles exist.
   */
  Outcome<Boolean> matches(String password, @Nullable String encoded, Caller caller) {
    String against = encoded == null ? decoy : encoded;
    return inTurn(
        caller,
        () ->
            Argon2Function.getInstanceFromHash(against).check(password, against)
                && encoded != null);
  }

  private String hashNow(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return function
        .hash(password.getBytes(java.nio.charset.StandardCharsets.UTF_8), salt)
        .getResult();
  }

  private <T> Outcome<T> inTurn(Caller caller, Supplier<T> work) {
    return turns.take(caller, () -> hashes.record(work));
  }
}
