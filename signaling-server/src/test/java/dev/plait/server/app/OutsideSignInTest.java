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
    assertThat(signIn(before, "ada").status()).isNotEqualTo(200);
  }

  @Test
  void anIssuerThatIsAwayIsNotTheTokensFault() throws JOSEException {
    String good = issuer.sign(issuer.claims("s"));
    issuer.close();
    Answer answer = signIn(good, "ada");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("unavailable");
  }

  private void assertRefused(JWTClaimsSet.Builder claims) throws JOSEException {
    assertRefused(issuer.sign(claims));
  }

  private void assertRefused(String token) {
    Answer answer = signIn(token, "ada");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("bad-outside-token");
  }

  private Answer signIn(String idToken, String handle) {
    return node.post(
        null, "/v1/sessions", Map.of("idToken", idToken, "handle", handle, "deviceName", "laptop"));
  }
}
