package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.plait.server.app.TestNode.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with ID tokens of an outside issuer, which is really asked for its keys. */
class OutsideSignInTest {
  private final OutsideIssuer issuer = new OutsideIssuer();
  private final TestNode node;

  OutsideSignInTest(@TempDir Path data) throws IOException, JOSEException {
    node = TestNode.start(data, issuer.settings());
  }

  @AfterEach
  void stop() {
    node.close();
    issuer.close();
  }

  @Test
  void aGoodTokenMakesAnAccountOnceAndSignsInToItLater() throws JOSEException {
    Answer first = signIn(issuer.sign(issuer.claims("subject-1")), "ada");
    assertThat(first.status()).as("%s", first.body()).isEqualTo(200);
    Answer again = signIn(issuer.sign(issuer.claims("subject-1")), "another");
    assertThat(again.text("account")).isEqualTo(first.text("account"));
    Answer other = signIn(issuer.sign(issuer.claims("subject-2")), "grace");
    assertThat(other.text("account")).isNotEqualTo(first.text("account"));
  }

  @Test
  void anotherAudienceIssuerOrTimeIsRefused() throws JOSEException {
    assertRefused(issuer.claims("s").audience("another-client"));
    assertRefused(issuer.claims("s").issuer("https://elsewhere.example.org"));
    assertRefused(
        issuer.claims("s").expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1)))));
    assertRefused(issuer.claims("s").expirationTime(null));
  }

  @Test
  void aTokenThatWasGivenToAnotherClientIsRefused() throws JOSEException {
    List<String> both = List.of(OutsideIssuer.AUDIENCE, "another-client");
    assertRefused(issuer.claims("s").claim("azp", "another-client"));
    assertRefused(issuer.claims("s").audience(both));
    assertRefused(issuer.claims("s").audience(both).claim("azp", "another-client"));
    JWTClaimsSet.Builder ours =
        issuer.claims("s").audience(both).claim("azp", OutsideIssuer.AUDIENCE);
    assertThat(signIn(issuer.sign(ours), "ada").status()).isEqualTo(200);
  }

  @Test
  void aTokenSignsInOnceHoweverItIsWritten() throws JOSEException {
    JWTClaimsSet.Builder named = issuer.claims("s");
    String first = issuer.sign(named);
    assertThat(signIn(first, "ada").status()).isEqualTo(200);
    assertThat(signIn(first, "ada").text("code")).isEqualTo("bad-outside-token");
    assertRefused(named);

    JWTClaimsSet.Builder unnamed = issuer.claims("t").jwtID(null);
    String second = issuer.sign(unnamed);
    assertThat(signIn(second, "grace").status()).isEqualTo(200);
    assertThat(signIn(second, "grace").status()).isEqualTo(401);
    assertThat(signIn(issuer.sign(issuer.claims("t")), "grace").status()).isEqualTo(200);
  }

  @Test
  void whatDidNotSignInIsNotUsedUp() throws JOSEException {
    assertThat(signIn(issuer.sign(issuer.claims("s")), "ada").status()).isEqualTo(200);
    String token = issuer.sign(issuer.claims("another"));
    assertThat(signIn(token, "ada").status()).isEqualTo(409);
    assertThat(signIn(token, "grace").status()).isEqualTo(200);
    assertThat(signIn(token, "grace").status()).isEqualTo(401);
  }

  @Test
  void keysAreNotFetchedFromWhereAnAnswerPoints(@TempDir Path data) throws JOSEException {
    try (TestNode moved = TestNode.start(data, issuer.settingsOfMovedKeys())) {
      assertUnavailable(moved, issuer.sign(issuer.claims("s")));
      assertThat(issuer.requests()).isZero();
    }
  }

  @Test
  void aForeignKeyIsRefusedUnderAKnownIdAndUnderItsOwn() throws JOSEException {
    assertRefused(OutsideIssuer.sign(issuer.claims("s"), OutsideIssuer.newKey("first")));
    assertRefused(OutsideIssuer.sign(issuer.claims("s"), OutsideIssuer.newKey("unknown")));
  }

  @Test
  void aKeyThatTheIssuerChangedToIsFetchedAndTheOldOneNoLongerCounts() throws JOSEException {
    String before = issuer.sign(issuer.claims("s"));
    assertThat(signIn(before, "ada").status()).isEqualTo(200);
    issuer.rotateTo(OutsideIssuer.newKey("second"));
    assertThat(signIn(issuer.sign(issuer.claims("s")), "ada").status()).isEqualTo(200);
    assertRefused(before);
  }

  @Test
  void unknownKeysAreRefusedHoweverManyComeAndTheIssuerIsNotAskedForEach() throws JOSEException {
    for (int i = 0; i < 5; i++) {
      assertRefused(OutsideIssuer.sign(issuer.claims("s"), OutsideIssuer.newKey("unknown" + i)));
    }
    assertThat(issuer.requests()).isLessThanOrEqualTo(2);
    assertThat(signIn(issuer.sign(issuer.claims("s")), "ada").status()).isEqualTo(200);
  }

  @Test
  void anIssuerThatIsAwayIsNotTheTokensFault() throws JOSEException {
    String good = issuer.sign(issuer.claims("s"));
    issuer.close();
    for (int i = 0; i < 5; i++) {
      assertUnavailable(node, good);
    }
  }

  @Test
  void whileTheIssuerIsAwayAKeyThatIsNotKnownYetIsNotTheTokensFault() throws JOSEException {
    assertThat(signIn(issuer.sign(issuer.claims("s")), "ada").status()).isEqualTo(200);
    issuer.rotateTo(OutsideIssuer.newKey("second"));
    issuer.fail(true);
    String fresh = issuer.sign(issuer.claims("s"));
    for (int i = 0; i < 3; i++) {
      assertUnavailable(node, fresh);
    }
  }

  @Test
  void keysAreFoundByTheIssuersDiscoveryDocument(@TempDir Path data) throws JOSEException {
    try (TestNode discovering = TestNode.start(data, issuer.settingsWithoutKeys())) {
      String good = issuer.sign(issuer.claims("s"));
      issuer.fail(true);
      assertUnavailable(discovering, good);
      issuer.fail(false);
      assertThat(signIn(discovering, good, "ada").status()).isEqualTo(200);
      String foreign = OutsideIssuer.sign(issuer.claims("s"), OutsideIssuer.newKey("first"));
      assertThat(signIn(discovering, foreign, "ada").status()).isEqualTo(401);
    }
  }

  @Test
  void aDiscoveryDocumentOfAnotherIssuerIsNotBelieved(@TempDir Path data) throws JOSEException {
    issuer.announce("https://elsewhere.example.org");
    try (TestNode discovering = TestNode.start(data, issuer.settingsWithoutKeys())) {
      assertUnavailable(discovering, issuer.sign(issuer.claims("s")));
    }
    assertThat(signIn(issuer.sign(issuer.claims("s")), "ada").status())
        .as("a node that was told where the keys are does not look at it")
        .isEqualTo(200);
  }

  private void assertRefused(JWTClaimsSet.Builder claims) throws JOSEException {
    assertRefused(issuer.sign(claims));
  }

  private void assertRefused(String token) {
    Answer answer = signIn(token, "ada");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("bad-outside-token");
  }

  private static void assertUnavailable(TestNode at, String token) {
    Answer answer = signIn(at, token, "ada");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("unavailable");
  }

  private Answer signIn(String idToken, String handle) {
    return signIn(node, idToken, handle);
  }

  private static Answer signIn(TestNode at, String idToken, String handle) {
    return at.post(
        null, "/v1/sessions", Map.of("idToken", idToken, "handle", handle, "deviceName", "laptop"));
  }
}
