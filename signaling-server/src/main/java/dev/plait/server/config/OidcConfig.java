package dev.plait.server.config;

/**
 * An outside OpenID Connect issuer whose ID tokens sign people in.
 *
 * @param issuer its {@code iss}; empty when there is none
 * @param jwksUrl where its keys are
 * @param audience the {@code aud} that it makes tokens for
 */
public record OidcConfig(String issuer, String jwksUrl, String audience) {
  /** Whether an issuer is configured. */
  public boolean enabled() {
    return !issuer.isEmpty();
  }
}
