package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.token.TokenVerifier.Reason;
import dev.plait.server.token.TokenVerifier.Rejected;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every forged token is one change away from a good one, which is checked to be good. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenAttackTest {
  private final TestClock clock = new TestClock();
  private TestNode node;
  private User user;
  private ECKey ownKey;

  @BeforeAll
  void start(@TempDir Path data) throws ParseException {
    node = TestNode.start(data, Map.of(), clock);
    user = node.signUp("victim");
    String jwk =
        node.parts()
            .database()
            .read(h -> h.createQuery("select jwk from signing_key").mapTo(String.class).one());
    ownKey = ECKey.parse(jwk);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void theTokenThatAttacksStartFromIsGood() throws Exception {
    assertThat(status(user.token())).isEqualTo(200);
    assertThat(status(signed(good(), ownKey, b -> b, c -> c))).isEqualTo(200);
  }

  @Test
  void algNoneAdmitsNobody() throws Exception {
    assertThat(reason(new PlainJWT(good()).serialize())).isEqualTo(Reason.MALFORMED);
    String[] parts = user.token().split("\\.", -1);
    assertThat(reason(parts[0] + "." + parts[1] + ".")).isNotNull();
  }

  @Test
  void thePublicKeyIsNoHmacSecret() throws Exception {
    byte[] secret = ownKey.toPublicJWK().toECPublicKey().getEncoded();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(ownKey.getKeyID())
            .build();
    SignedJWT forged = new SignedJWT(header, good());
    forged.sign(new MACSigner(secret));
    assertThat(reason(forged.serialize())).isEqualTo(Reason.WRONG_TYPE);
  }

  @Test
  void aForeignKeyUnderOurKidDoesNotFit() throws Exception {
    ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID(ownKey.getKeyID()).generate();
    assertThat(reason(signed(good(), foreign, b -> b, c -> c))).isEqualTo(Reason.BAD_SIGNATURE);
  }

  @Test
  void aKeyInTheHeaderIsNotFollowed() throws Exception {
    ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("mine").generate();
    assertThat(reason(signed(good(), foreign, b -> b.jwk(foreign.toPublicJWK()), c -> c)))
        .isEqualTo(Reason.UNKNOWN_KEY);
  }

  @Test
  void anUnknownOrMissingKidIsRefused() throws Exception {
    assertThat(reason(signed(good(), ownKey, b -> b.keyID("other"), c -> c)))
        .isEqualTo(Reason.UNKNOWN_KEY);
    assertThat(reason(signed(good(), ownKey, b -> b.keyID(null), c -> c)))
        .isEqualTo(Reason.UNKNOWN_KEY);
  }

  @Test
  void anotherTypeIsRefused() throws Exception {
    assertThat(reason(signed(good(), ownKey, b -> b.type(JOSEObjectType.JWT), c -> c)))
        .isEqualTo(Reason.WRONG_TYPE);
  }

  @Test
  void anotherAudienceOrIssuerIsRefused() throws Exception {
    assertThat(reason(signed(good(), ownKey, b -> b, c -> c.audience("other"))))
        .isEqualTo(Reason.WRONG_AUDIENCE);
    assertThat(reason(signed(good(), ownKey, b -> b, c -> c.issuer("other"))))
        .isEqualTo(Reason.WRONG_AUDIENCE);
  }

  @Test
  void anExpiredOrEndlessTokenIsRefused() throws Exception {
    Date past = Date.from(clock.instant().minus(Duration.ofSeconds(2)));
    assertThat(reason(signed(good(), ownKey, b -> b, c -> c.expirationTime(past))))
        .isEqualTo(Reason.EXPIRED);
    assertThat(reason(signed(good(), ownKey, b -> b, c -> c.expirationTime(null))))
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aTokenThatLivesLongerThanTokensMayIsRefused() throws Exception {
    Instant made = clock.instant();
    Date inTenMinutes = Date.from(made.plus(Duration.ofMinutes(10)));
    assertThat(status(signed(good(), ownKey, b -> b, c -> c.expirationTime(inTenMinutes))))
        .isEqualTo(200);

    assertThat(
            reason(
                signed(
                    good(),
                    ownKey,
                    b -> b,
                    c -> c.expirationTime(Date.from(made.plus(Duration.ofMinutes(11)))))))
        .isEqualTo(Reason.LIVES_TOO_LONG);
    // Clocks of nodes differ, by so much and no more.
    assertThat(status(signed(good(), ownKey, b -> b, c -> madeIn(c, 60)))).isEqualTo(200);
    assertThat(reason(signed(good(), ownKey, b -> b, c -> madeIn(c, 62))))
        .isEqualTo(Reason.LIVES_TOO_LONG);
    // One that says it will be made later ends later too.
    assertThat(
            reason(
                signed(
                    good(),
                    ownKey,
                    b -> b,
                    c ->
                        c.issueTime(Date.from(made.plus(Duration.ofDays(1))))
                            .expirationTime(Date.from(made.plus(Duration.ofDays(1)))))))
        .isEqualTo(Reason.LIVES_TOO_LONG);
    assertThat(reason(signed(good(), ownKey, b -> b, c -> c.issueTime(null))))
        .isEqualTo(Reason.MALFORMED);
  }

  /** Made in so many seconds, to live as long as tokens do. */
  private JWTClaimsSet.Builder madeIn(JWTClaimsSet.Builder claims, int seconds) {
    Instant made = clock.instant().plusSeconds(seconds);
    return claims
        .issueTime(Date.from(made))
        .expirationTime(Date.from(made.plus(Duration.ofMinutes(10))));
  }

  @Test
  void aTokenOfAForeignDeviceIsRefused() throws Exception {
    User other = node.signUp("other");
    assertThat(reason(signed(good(), ownKey, b -> b, c -> c.claim("dev", other.device()))))
        .isEqualTo(Reason.REVOKED);
  }

  @Test
  void rubbishIsRefusedWithoutAThrow() {
    for (String token : new String[] {"", ".", "..", "a.b.c", "x".repeat(5_000), "é.é.é"}) {
      assertThat(reason(token)).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void anIssuedTokenLivesTenMinutesAtMostAndEndsOnTime(@TempDir Path data) {
    TestClock own = new TestClock();
    try (TestNode fresh = TestNode.start(data, Map.of(), own)) {
      User ada = fresh.signUp("ada");
      own.advance(Duration.ofMinutes(9));
      assertThat(fresh.get(ada, "/v1/profile").status()).isEqualTo(200);
      own.advance(Duration.ofMinutes(1));
      assertThat(fresh.get(ada, "/v1/profile").status()).isEqualTo(401);
    }
  }

  @Test
  void keysRotateWithoutBreakingTokens(@TempDir Path data) {
    TestClock own = new TestClock();
    try (TestNode fresh = TestNode.start(data, Map.of(), own)) {
      User ada = fresh.signUp("ada");
      fresh.parts().services().keys().rotate();
      assertThat(fresh.get(null, "/.well-known/jwks.json").body().get("keys")).hasSize(2);
      assertThat(fresh.get(ada, "/v1/profile").status()).isEqualTo(200);
      String before = kid(ada.token());
      own.advance(Duration.ofHours(2));
      User again =
          TestNode.user(
              "ada",
              fresh.post(null, "/v1/sessions/refresh", Map.of("refreshToken", ada.refreshToken())));
      assertThat(kid(again.token())).isNotEqualTo(before);
      assertThat(fresh.get(again, "/v1/profile").status()).isEqualTo(200);
    }
  }

  @Test
  void noTokenGoesInTheUrl() {
    assertThat(
            node.call("GET", "/v1/profile?access_token=" + user.token(), null, null, Map.of())
                .status())
        .isEqualTo(401);
  }

  private static String kid(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private JWTClaimsSet good() throws ParseException {
    Instant end = clock.instant().plus(Duration.ofMinutes(5));
    return new JWTClaimsSet.Builder(SignedJWT.parse(user.token()).getJWTClaimsSet())
        .expirationTime(Date.from(end))
        .build();
  }

  private static String signed(
      JWTClaimsSet claims,
      ECKey key,
      UnaryOperator<JWSHeader.Builder> header,
      UnaryOperator<JWTClaimsSet.Builder> change)
      throws JOSEException {
    JWSHeader.Builder builder =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID());
    SignedJWT jwt =
        new SignedJWT(
            header.apply(builder).build(), change.apply(new JWTClaimsSet.Builder(claims)).build());
    JWSSigner signer = new ECDSASigner(key);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private int status(String token) {
    return node.call("GET", "/v1/profile", token, null, Map.of()).status();
  }

  private Reason reason(String token) {
    return ((Rejected) node.parts().services().tokens().verify(token)).reason();
  }
}
