package dev.plait.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.OidcConfig;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks ID tokens of the configured outside issuer by its keys. Safe from any thread; blocks while
 * it fetches keys, at most some seconds and not more often than twice in 30 s.
 */
public final class OutsideTokens {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideTokens.class);

  /** How old a token may be where a person is to confirm something. */
  private static final long FRESH_MS = 5 * 60_000;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final OidcConfig config;
  private final IssuerKeys keys;

  /** Somebody whom an outside issuer knows. */
  public record Identity(String issuer, String subject) {}

  /**
   * What a token says.
   *
   * @param identity whom the issuer vouches for
   * @param tokenHash the same for no other token, however it is written
   * @param expiresAtMs when the token is good no longer, also for clocks that are a minute apart
   */
  public record Vouched(Identity identity, String tokenHash, long expiresAtMs) {}

  /** Asks the issuer of an enabled {@code config}, for the first time when a token comes. */
  public OutsideTokens(OidcConfig config) {
    this.config = config;
    this.keys = new IssuerKeys(config);
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256),
            JWKSourceBuilder.create(keys).retrying(true).build()));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
            Set.of("sub", "exp", "iat")));
  }

  /** Whom the token names, or why it was not taken. */
  public Outcome<Vouched> verify(String idToken) {
    return claims(idToken).then(claims -> Outcome.done(vouched(idToken, claims)));
  }

  /** The same of a token that was made just now, so that somebody is there. */
  public Outcome<Vouched> verifyFresh(String idToken, long nowMs) {
    return claims(idToken)
        .then(
            claims ->
                nowMs - claims.getIssueTime().toInstant().toEpochMilli() <= FRESH_MS
                    ? Outcome.done(vouched(idToken, claims))
                    : new Outcome.Refused<>(
                        Refusal.BAD_OUTSIDE_TOKEN, "It was made more than five minutes ago."));
  }

  /** By its {@code jti}, else by what is signed: an ECDSA signature has a twin that is as good. */
  private Vouched vouched(String idToken, JWTClaimsSet claims) {
    String jti = claims.getJWTID();
    String unique =
        jti == null
            ? Sha256.hex("ID token", bytes(idToken.substring(0, idToken.lastIndexOf('.'))))
            : Sha256.hex("jti", bytes(jti));
    return new Vouched(
        new Identity(config.issuer(), claims.getSubject()),
        unique,
        claims.getExpirationTime().toInstant().toEpochMilli()
            + TimeUnit.SECONDS.toMillis(DefaultJWTClaimsVerifier.DEFAULT_MAX_CLOCK_SKEW_SECONDS));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Of several audiences {@code azp} names whom it was given to (OpenID Connect Core §3.1.3.7). */
  private boolean isForUs(JWTClaimsSet claims) {
    Object givenTo = claims.getClaim("azp");
    return givenTo == null ? claims.getAudience().size() == 1 : config.audience().equals(givenTo);
  }

  private Outcome<JWTClaimsSet> claims(String idToken) {
    try {
      JWTClaimsSet claims = processor.process(idToken, null);
      return isForUs(claims)
          ? Outcome.done(claims)
          : new Outcome.Refused<>(
              Refusal.BAD_OUTSIDE_TOKEN, "It was made for another client of the issuer.");
    } catch (RateLimitReachedException tooSoon) {
      // The keys were fetched just now. If that went well, the issuer has no such key.
      return Outcome.refused(keys.reachable() ? Refusal.BAD_OUTSIDE_TOKEN : Refusal.UNAVAILABLE);
    } catch (KeySourceException issuerAway) {
      LOG.warn("an ID token could not be checked: {}", issuerAway.getMessage());
      return Outcome.refused(Refusal.UNAVAILABLE);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException bad) {
      return Outcome.refused(Refusal.BAD_OUTSIDE_TOKEN);
    }
  }
}
