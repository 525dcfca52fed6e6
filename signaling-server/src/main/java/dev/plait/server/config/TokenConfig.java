package dev.plait.server.config;

import java.util.List;

/**
 * Access and refresh tokens.
 *
 * @param issuer the {@code iss} claim
 * @param accessLifetimeMs at most 10 minutes
 * @param refreshLifetimeMs a device unused for longer signs in again
 * @param signInLifetimeMs after which a device signs in again, however much it is used
 * @param keyRotationMs how long a key signs before the next one takes over
 * @param wrappingKeys what wraps signing keys in the database: 64 hexadecimal digits, several
 *     separated by commas, the newest first; empty for none
 */
public record TokenConfig(
    String issuer,
    long accessLifetimeMs,
    long refreshLifetimeMs,
    long signInLifetimeMs,
    long keyRotationMs,
    Secret wrappingKeys) {
  /** The setting of {@link #wrappingKeys}. */
  public static final String WRAPPING_KEYS = "plait.token.wrapping-keys";

  /** Refuses keys that are none. */
  public TokenConfig {
    if (!wrappingKeys.value().matches("(\\p{XDigit}{64}(,\\p{XDigit}{64})*)?")) {
      throw new ConfigException(
          WRAPPING_KEYS,
          "must be 64 hexadecimal digits (make one: openssl rand -hex 32), the new one before the"
              + " old one, separated by a comma, while it is being changed");
    }
  }

  /** When a sign-in ends that is renewed now. */
  public long signInEndMs(long beganMs, long nowMs) {
    return Math.min(nowMs + refreshLifetimeMs, beganMs + signInLifetimeMs);
  }

  /** Each of {@link #wrappingKeys}. */
  public List<String> wrappingKeyTexts() {
    return wrappingKeys.value().isEmpty() ? List.of() : List.of(wrappingKeys.value().split(","));
  }
}
