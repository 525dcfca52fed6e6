package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may become a password. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewPasswordTest {
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path data) {
    node =
        TestNode.start(
            data, Map.of("plait.http.allowed-origins", "https://swallow.example.org:8443"));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password1",
        "P@ssw0rd",
        "12345678",
        "qwertyuiop",
        "iloveyou",
        "sunshine1",
        "aaaaaaaaaaaa",
        "rosalind",
        "Rosalind",
        "rosalindrosalind",
        "rosalind1",
        "plaitplait",
        "plait123",
        "swallow.example.org",
        "Swallow1"
      })
  void aCommonOneOrTheHandleOrTheNameOfTheServiceIsRefused(String password) {
    Answer answer = signUp("rosalind", password);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail")).startsWith("password: ").contains("longer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"correct horse battery", "9f3kd0sl", "tr0ub4dor&3", "пароль и лошадь"})
  void anyOtherIsTaken(String password) {
    assertThat(signUp("h" + Integer.toUnsignedString(password.hashCode()), password).status())
        .isEqualTo(201);
  }

  /** The look at it takes longer the longer it is, so only its beginning is looked at. */
  @Test
  void aLongOneIsLookedAtInNoTime() {
    assertThat(signUp("franklin", "x".repeat(256)).status()).isEqualTo(422);
    assertThat(signUp("franklin", "a4@e3s5$".repeat(32)).status()).isEqualTo(201);
  }

  @Test
  void theSameHoldsForAChange() {
    User dorothy = node.signUp("dorothy");

    Answer common = change(dorothy, "iloveyou");
    assertThat(common.status()).isEqualTo(422);
    assertThat(common.text("detail")).startsWith("new: ");
    assertThat(change(dorothy, "Dorothy2026").status()).isEqualTo(422);
    assertThat(change(dorothy, "battery horse correct").status()).isEqualTo(204);
  }

  private Answer change(User user, String password) {
    return node.post(user, "/v1/password", Map.of("old", TestNode.PASSWORD, "new", password));
  }

  private Answer signUp(String handle, String password) {
    return node.post(
        null,
        "/v1/accounts",
        Map.of("handle", handle, "password", password, "deviceName", "laptop"));
  }
}
