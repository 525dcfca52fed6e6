package dev.plait.server.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.PasswordConfig;
import io.micrometer.core.instrument.Timer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords with Argon2id. Safe from any thread; blocks while others hash. So
 * many hashes run at a time as configured, so many more wait; the rest is told to come back.
 */
final class Passwords {
  /** Longest wait for a turn; a client gives up not much later. */
  private static final long WAIT_S = 5;

  /** Callers that may wait: at some 20 hashes a second they all get a turn in time. */
  private static final int WAITING = 64;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Argon2Function function;
  private final Semaphore running;
  private final Semaphore admitted;
  private final Timer hashes;
  private final String decoy;

  /** Each hash, made or checked, is recorded in {@code hashes}. */
  Passwords(PasswordConfig config, Timer hashes) {
    this.hashes = hashes;
    this.function =
        Argon2Function.getInstance(
            config.memoryKib(), config.iterations(), 1, HASH_BYTES, Argon2.ID);
    this.running = new Semaphore(config.concurrency(), true);
    this.admitted = new Semaphore(config.concurrency() + WAITING);
    byte[] noPassword = new byte[SALT_BYTES];
    RANDOM.nextBytes(noPassword);
    this.decoy = hashNow(Base64.getEncoder().encodeToString(noPassword));
  }

  /** The encoded hash ({@code $argon2id$…}) with a fresh salt. */
  Outcome<String> hash(String password) {
    return inTurn(() -> hashNow(password));
  }

  /**
   * Whether the password fits. Takes as long without a hash as with one, so that nobody learns from
   * the time which handles exist.
   */
  Outcome<Boolean> matches(String password, @Nullable String encoded) {
    String against = encoded == null ? decoy : encoded;
    return inTurn(
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

  private <T> Outcome<T> inTurn(Supplier<T> work) {
    if (!admitted.tryAcquire()) {
      return Outcome.refused(Refusal.BUSY);
    }
    try {
      if (!running.tryAcquire(WAIT_S, TimeUnit.SECONDS)) {
        return Outcome.refused(Refusal.BUSY);
      }
      try {
        return Outcome.done(hashes.record(work));
      } finally {
        running.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Outcome.refused(Refusal.BUSY);
    } finally {
      admitted.release();
    }
  }
}
