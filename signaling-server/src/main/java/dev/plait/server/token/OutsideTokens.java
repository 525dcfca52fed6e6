package dev.plait.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.ConfigException;
import dev.plait.server.config.OidcConfig;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Set;

/**
 * Checks ID tokens of the configured outside issuer by its JWKS. Safe from any thread; blocks while
 * it fetches keys, at most a few seconds and not more often than once in 30 s.
 */
public final class OutsideTokens {
  private static final int FETCH_TIMEOUT_MS = 3_000;
  private static final int JWKS_BYTES = 256 * 1024;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final OidcConfig config;

  /** Whom an outside issuer vouches for. */
  public record Identity(String issuer, String subject) {}

  /** Asks the issuer of an enabled {@code config}. */
  public OutsideTokens(OidcConfig config) {
    this.config = config;
    try {
      JWKSource<SecurityContext> source =
          JWKSourceBuilder.create(
                  URI.create(config.jwksUrl()).toURL(),
                  new DefaultResourceRetriever(FETCH_TIMEOUT_MS, FETCH_TIMEOUT_MS, JWKS_BYTES))
              .retrying(true)
              .build();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256), source));
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new ConfigException("plait.oidc.jwks-url", "is not a URL (" + e.getMessage() + ")");
    }
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
            Set.of("sub", "exp", "iat")));
  }

  /** Whom the token names, or why it was not taken. */
  public Outcome<Identity> verify(String idToken) {
    try {
      JWTClaimsSet claims = processor.process(idToken, null);
      return Outcome.done(new Identity(config.issuer(), claims.getSubject()));
    } catch (KeySourceException issuerAway) {
      return Outcome.refused(Refusal.UNAVAILABLE);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException bad) {
      return Outcome.refused(Refusal.BAD_OUTSIDE_TOKEN);
    }
  }
}
