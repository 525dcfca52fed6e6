package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes no writes, as a standby does: the log says so, and not what they were. */
class ReadOnlyPostgresTest {
  private TestNode node;
  private User user;

  @BeforeEach
  void start(@TempDir Path data) {
    node = TestNode.start(data, TestPostgres.emptyDatabase());
    user = node.signUp("reader");
    node.parts()
        .queues()
        .jdbi()
        .useHandle(
            handle -> {
              String name = handle.select("select current_database()").mapTo(String.class).one();
              handle.execute("alter database " + name + " set default_transaction_read_only = on");
            });
    // What is open keeps its own setting.
    ((HikariDataSource) node.parts().queues().dataSource())
        .getHikariPoolMXBean()
        .softEvictConnections();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void noArgumentOfAStatementIsLogged() {
    try (WrittenLog log = WrittenLog.as("text", "trace")) {
      Map<String, String> refresh = Map.of("refreshToken", user.refreshToken());
      assertThat(node.post(null, "/v1/sessions/refresh", refresh).status()).isEqualTo(503);
      assertThat(
              node.post(
                      null,
                      "/v1/accounts",
                      Map.of(
                          "handle", "newcomer",
                          "password", TestNode.PASSWORD,
                          "deviceName", "planted"))
                  .status())
          .isEqualTo(503);
      assertThat(
              node.post(
                      user,
                      "/v1/password",
                      Map.of("old", TestNode.PASSWORD, "new", "another horse battery"))
                  .status())
          .isEqualTo(503);

      assertThat(log.text())
          // read_only_sql_transaction
          .contains("SQL state 25006")
          // Hashes of tokens and keys are 64 hexadecimal digits.
          .doesNotContainPattern("[0-9a-f]{64}")
          .doesNotContain("$argon2", "newcomer", "planted", "insert into", "update ", "arguments:");
    }
  }
}
