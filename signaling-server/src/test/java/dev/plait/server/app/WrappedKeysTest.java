package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.server.app.TestNode.User;
import dev.plait.server.config.ConfigException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that sign, in a database that others may get a copy of. */
class WrappedKeysTest {
  private static final String SETTING = "plait.token.wrapping-keys";
  private static final String ONE = "1a".repeat(32);
  private static final String TWO = "2B".repeat(32);

  @TempDir Path data;
  private Map<String, String> database = Map.of();

  @BeforeEach
  void makeDatabase() {
    database = database();
  }

  /** Settings for an empty database; none for H2. */
  Map<String, String> database() {
    return Map.of();
  }

  @Test
  void keysThatWereReadableAreWrappedAndGoOnSigning() {
    User ada;
    try (TestNode node = start("")) {
      ada = node.signUp("ada");
      assertThat(kept(node)).hasSize(1).allMatch(text -> text.contains("\"d\":"));
    }
    try (TestNode node = start(ONE)) {
      assertThat(kept(node)).hasSize(1).noneMatch(text -> text.contains("{"));
      assertThat(node.get(ada, "/v1/profile").status()).isEqualTo(200);
      node.parts().services().keys().rotate();
      assertThat(kept(node)).hasSize(2).noneMatch(text -> text.contains("{"));
    }
  }

  @Test
  void withoutTheRightKeyANodeDoesNotStart() {
    start(ONE).close();

    assertThatThrownBy(() -> start(""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(SETTING, "is not set");
    assertThatThrownBy(() -> start(TWO))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(SETTING, "behind the new")
        .hasMessageNotContaining(TWO);
    start(ONE).close();
  }

  @Test
  void anotherKeyTakesOverFromTheOneBehindIt() {
    User ada;
    try (TestNode node = start(ONE)) {
      ada = node.signUp("ada");
    }
    start(TWO + "," + ONE).close();
    try (TestNode node = start(TWO)) {
      assertThat(node.get(ada, "/v1/profile").status()).isEqualTo(200);
    }
  }

  @Test
  void aKeyThatIsTooShortIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> start("c0ffee"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(SETTING, "openssl rand -hex 32")
        .hasMessageNotContaining("c0ffee");
  }

  private TestNode start(String keys) {
    Map<String, String> settings = new HashMap<>(database);
    settings.put(SETTING, keys);
    return TestNode.start(data, settings);
  }

  private static List<String> kept(TestNode node) {
    return node.parts()
        .database()
        .read(
            handle -> handle.createQuery("select jwk from signing_key").mapTo(String.class).list());
  }
}
