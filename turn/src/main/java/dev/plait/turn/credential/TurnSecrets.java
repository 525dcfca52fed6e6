package dev.plait.turn.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets shared with the TURN servers. The first one signs; the others are still, or already,
 * taken by the servers, so that a secret can be changed while credentials of both are in use.
 * Immutable.
 */
public final class TurnSecrets {
  /** Longest life of a credential: a lost one is of use for an hour at most. */
  public static final long LIFETIME_MAX_MS = 3_600_000;

  /** Fewest characters of a secret: 128 bits as hexadecimal digits. */
  public static final int SECRET_CHARS_MIN = 32;

  /** coturn and eturnal know no other for credentials of this kind. */
  private static final String ALGORITHM = "HmacSHA1";

  private final List<String> secrets;

  /**
   * Takes over the list.
   *
   * @param secrets at least one; the first signs
   * @throws IllegalArgumentException when there is none, or one is shorter than {@link
   *     #SECRET_CHARS_MIN} or has characters that no configuration file takes as they are
   */
  public TurnSecrets(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
    if (this.secrets.isEmpty() || !this.secrets.stream().allMatch(TurnSecrets::isStrong)) {
      throw new IllegalArgumentException("a TURN secret is missing or too weak");
    }
  }

  /** Whether it is long enough and made of letters, digits and {@code _ - + / =} only. */
  public static boolean isStrong(String secret) {
    return secret.matches("[A-Za-z0-9_+/=-]{" + SECRET_CHARS_MIN + ",512}");
  }

  /** All of them, the signing one first. */
  public List<String> all() {
    return secrets;
  }

  /**
   * Signs a credential.
   *
   * @param user whom quotas and logs of the TURN server name; no colon
   * @param nowMs milliseconds since 1970
   * @param lifetimeMs 1,000 to {@link #LIFETIME_MAX_MS}
   */
  public TurnCredential issue(String user, long nowMs, long lifetimeMs) {
    if (user.isEmpty() || user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("no user for a TURN credential: " + user);
    }
    if (lifetimeMs < 1_000 || lifetimeMs > LIFETIME_MAX_MS) {
      throw new IllegalArgumentException("life of a TURN credential: " + lifetimeMs + " ms");
    }
    long expiresAtS = (nowMs + lifetimeMs) / 1_000;
    String username = expiresAtS + ":" + user;
    return new TurnCredential(username, sign(secrets.getFirst(), username), expiresAtS * 1_000);
  }

  private static String sign(String secret, String username) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /** Leaves the secrets out. */
  @Override
  public String toString() {
    return "TurnSecrets[" + secrets.size() + "]";
  }
}
