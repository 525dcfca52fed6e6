package dev.plait.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.plait.protocol.wire.Limits;
import dev.plait.server.config.TokenConfig;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks access tokens: JWTs after RFC 9068, ES256 only. Safe from any thread; blocks on
 * the database when memory does not know.
 */
public final class AccessTokens implements TokenVerifier {
  /** Whom tokens are for. */
  public static final String AUDIENCE = "plait";

  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  /** How much earlier than another node's this one's clock may be: twice what each is allowed. */
  private static final long CLOCKS_DIFFER_MS = 60_000;

  private static final String DEVICE = "dev";
  private static final String SIGN_IN = "sid";

  private final SigningKeys keys;
  private final SignIns signIns;
  private final TokenConfig config;
  private final InstantSource clock;

  /**
   * A fresh token.
   *
   * @param text the token
   * @param expiresAtMs its end
   */
  public record Issued(String text, long expiresAtMs) {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Issued[" + expiresAtMs + "]";
    }
  }

  /** Signs with {@code keys}, admits whom {@code signIns} still knows. */
  public AccessTokens(SigningKeys keys, SignIns signIns, TokenConfig config, InstantSource clock) {
    this.keys = keys;
    this.signIns = signIns;
    this.config = config;
    this.clock = clock;
  }

  /** Makes a token for one sign-in of a device. */
  public Issued issue(UUID account, UUID device, UUID signIn) {
    ECKey key = keys.signingKey();
    long nowMs = clock.millis();
    // Whole seconds in the token (RFC 7519 §2, NumericDate), so also in what the caller is told.
    long expiresAtMs = (nowMs + config.accessLifetimeMs()) / 1_000 * 1_000;
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(config.issuer())
            .audience(AUDIENCE)
            .subject(account.toString())
            .claim(DEVICE, device.toString())
            .claim(SIGN_IN, signIn.toString())
            .issueTime(Date.from(Instant.ofEpochMilli(nowMs)))
            .expirationTime(Date.from(Instant.ofEpochMilli(expiresAtMs)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build(),
            claims);
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a key of our own does not sign", e);
    }
    return new Issued(jwt.serialize(), expiresAtMs);
  }

  @Override
  public Verdict verify(String token) {
    if (token.length() > Limits.TOKEN_CHARS) {
      return new Rejected(Reason.MALFORMED);
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      Reason headerFault = headerFault(jwt.getHeader());
      return headerFault != null ? new Rejected(headerFault) : verifySigned(jwt);
    } catch (ParseException | IllegalArgumentException notOurs) {
      // Nimbus throws the first for anything that is no signed JWT, "alg": "none" included.
      return new Rejected(Reason.MALFORMED);
    } catch (JdbiException away) {
      return new Rejected(Reason.UNAVAILABLE);
    }
  }

  private static @Nullable Reason headerFault(JWSHeader header) {
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType())) {
      return Reason.WRONG_TYPE;
    }
    return header.getKeyID() == null ? Reason.UNKNOWN_KEY : null;
  }

  private Verdict verifySigned(SignedJWT jwt) throws ParseException {
    // Only keys of our own count: jku, jwk and x5u in the header are never followed.
    ECKey key = keys.verificationKey(jwt.getHeader().getKeyID());
    if (key == null) {
      return new Rejected(Reason.UNKNOWN_KEY);
    }
    try {
      if (!jwt.verify(new ECDSAVerifier(key))) {
        return new Rejected(Reason.BAD_SIGNATURE);
      }
    } catch (JOSEException e) {
      return new Rejected(Reason.BAD_SIGNATURE);
    }
    return verifyClaims(jwt.getJWTClaimsSet());
  }

  private Verdict verifyClaims(JWTClaimsSet claims) throws ParseException {
    String device = claims.getStringClaim(DEVICE);
    String signIn = claims.getStringClaim(SIGN_IN);
    Date expires = claims.getExpirationTime();
    Date made = claims.getIssueTime();
    if (claims.getSubject() == null
        || device == null
        || signIn == null
        || made == null
        || expires == null) {
      return new Rejected(Reason.MALFORMED);
    }
    if (!List.of(AUDIENCE).equals(claims.getAudience())
        || !config.issuer().equals(claims.getIssuer())) {
      return new Rejected(Reason.WRONG_AUDIENCE);
    }
    if (clock.millis() >= expires.toInstant().toEpochMilli()) {
      return new Rejected(Reason.EXPIRED);
    }
    long madeMs = made.toInstant().toEpochMilli();
    if (expires.toInstant().toEpochMilli() - madeMs > config.accessLifetimeMs()
        || madeMs > clock.millis() + CLOCKS_DIFFER_MS) {
      return new Rejected(Reason.LIVES_TOO_LONG);
    }
    UUID account = UUID.fromString(claims.getSubject());
    UUID deviceId = UUID.fromString(device);
    if (!UUID.fromString(signIn).equals(signIns.liveSignIn(account, deviceId))) {
      return new Rejected(Reason.REVOKED);
    }
    return new Principal(account, deviceId, expires.toInstant().toEpochMilli());
  }
}
