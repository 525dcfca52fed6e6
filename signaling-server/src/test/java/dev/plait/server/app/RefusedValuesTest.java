package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Values that the database refuses: the log says that it did, and not what they were. */
class RefusedValuesTest {
  private TestNode node;
  private User user;

  /** Settings of the database. */
  Map<String, String> database() {
    return Map.of();
  }

  @BeforeEach
  void start(@TempDir Path data) {
    node = TestNode.start(data, database());
    user = node.signUp("somebody");
    // What the node itself checks never comes so far; a column that is too narrow stands in for it.
    execute("update device set name = 'x'");
    execute("alter table device alter column name " + narrow());
    execute("create unique index one_of_a_name on device (name)");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** How this database says that a column is to have nine characters. */
  String narrow() {
    return "varchar(9)";
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void aValueThatIsTooLongIsNotLogged(String format) {
    try (WrittenLog log = WrittenLog.as(format, "trace")) {
      assertThat(rename(user, "planted-value").status()).isEqualTo(503);

      assertThat(log.text()).contains("SQL state 22001, code ").doesNotContain("planted");
    }
  }

  @Test
  void aValueThatIsThereTwiceIsNotLogged() {
    User other = node.signUp("other");
    assertThat(rename(user, "planted").status()).isLessThan(300);
    try (WrittenLog log = WrittenLog.as("text", "trace")) {
      assertThat(rename(other, "planted").status()).isEqualTo(503);

      assertThat(log.text()).contains("SQL state 23505, code ").doesNotContain("planted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void norIsItInAStackTrace(String format) {
    try (WrittenLog log = WrittenLog.as(format, "trace")) {
      Throwable refused = catchThrowable(() -> execute("update device set name = 'planted-value'"));
      Logger logger = LoggerFactory.getLogger("dev.plait.test");
      logger.warn("it failed", refused);
      logger.warn("it failed again", new IllegalStateException("in vain", refused));

      assertThat(log.text())
          .contains("SQL state 22001, code ", "in vain", "RefusedValuesTest")
          .doesNotContain("planted");
    }
  }

  private TestNode.Answer rename(User who, String name) {
    return node.patch(who, "/v1/devices/" + who.device(), Map.of("name", name));
  }

  private void execute(String statement) {
    node.parts().queues().jdbi().useHandle(handle -> handle.execute(statement));
  }
}
