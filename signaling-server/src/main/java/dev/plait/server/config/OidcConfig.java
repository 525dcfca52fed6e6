package dev.plait.server.config;

import dev.plait.turn.program.ThisMachine;
import java.net.URI;

/**
 * An outside OpenID Connect issuer whose ID tokens sign people in.
 *
 * @param issuer its {@code iss}; empty when there is none
 * @param jwksUrl where its keys are; empty when the issuer is to be asked
 * @param audience the {@code aud} that it makes tokens for
 */
public record OidcConfig(String issuer, String jwksUrl, String audience) {
  /** Whether an issuer is configured. */
  public boolean enabled() {
    return !issuer.isEmpty();
  }

  /**
   * Whether keys may come from a URL: nobody on the way can change what comes over HTTPS or from
   * this machine.
   */
  public static boolean trustworthy(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException notAUrl) {
      return false;
    }
    String host = uri.getHost();
    if (host == null) {
      return false;
    }
    return "https".equals(uri.getScheme())
        || ("http".equals(uri.getScheme()) && ThisMachine.is(host));
  }
}
