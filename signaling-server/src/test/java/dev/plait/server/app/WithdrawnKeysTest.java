package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A key that signs access tokens and came into other hands. */
class WithdrawnKeysTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TestClock clock = new TestClock();
  @TempDir Path data;

  @Test
  void aRunningNodeRefusesWhatAWithdrawnKeySignedWithinTenSeconds() {
    Map<String, String> postgres = TestPostgres.emptyDatabase();
    Map<String, String> environment = new HashMap<>();
    postgres.forEach(
        (key, value) -> environment.put(key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    try (TestNode node = TestNode.start(data, postgres, clock)) {
      User ada = node.signUp("ada");
      assertThat(run(environment, "list")).isZero();
      List<String> listed = out.toString().lines().toList();
      assertThat(listed).hasSize(1).first().asString().contains("made 2").endsWith("signs");
      String kid = listed.getFirst().split(" ", 2)[0];

      assertThat(run(environment, "revoke", kid)).as(err.toString()).isZero();
      clock.advance(Duration.ofSeconds(10));

      assertThat(node.get(ada, "/v1/profile").status()).isEqualTo(401);
      Answer fresh =
          node.post(null, "/v1/sessions/refresh", Map.of("refreshToken", ada.refreshToken()));
      assertThat(node.get(TestNode.user("ada", fresh), "/v1/profile").status()).isEqualTo(200);
      assertThat(node.get(null, "/.well-known/jwks.json").body().toString()).doesNotContain(kid);
    }
  }

  @Test
  void theEmbeddedDatabaseIsOpenedWhenItsNodeIsStopped() {
    User ada;
    try (TestNode node = TestNode.start(data, Map.of())) {
      ada = node.signUp("ada");
    }
    assertThat(run(Map.of(), "list", "--data", data.toString())).isZero();
    String kid = out.toString().split(" ", 2)[0];

    assertThat(run(Map.of(), "revoke", kid, "--data", data.toString())).isZero();

    try (TestNode node = TestNode.start(data, Map.of())) {
      assertThat(node.get(ada, "/v1/profile").status()).isEqualTo(401);
    }
  }

  @Test
  void whatCannotBeDoneIsToldInASentence() {
    TestNode.start(data, Map.of()).close();

    assertThat(run(Map.of(), "revoke", "unknown", "--data", data.toString())).isOne();
    assertThat(err.toString()).contains("There is no key 'unknown'");
    assertThat(run(Map.of(), "list", "--data", data.resolve("nothing").toString())).isOne();
    assertThat(err.toString()).contains("There is no database in");
    assertThat(data.resolve("nothing")).as("made by looking").matches(Files::notExists);
    assertThat(run(Map.of(), "revoke")).isEqualTo(2);
    assertThat(err.toString()).contains("say which KID");
    assertThat(run(Map.of(), "vanish")).isEqualTo(2);
  }

  private int run(Map<String, String> environment, String... arguments) {
    CommandLine line = KeysMain.commandLine(environment);
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
  }
}
