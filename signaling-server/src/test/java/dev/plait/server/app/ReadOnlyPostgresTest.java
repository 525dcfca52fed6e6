package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.plait.server.app.TestNode.User;
import dev.plait.store.jdbc.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
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
    Database queues = node.parts().queues();
    queues
        .jdbi()
        .useHandle(
            handle -> {
              String name = handle.select("select current_database()").mapTo(String.class).one();
              handle.execute("alter database " + name + " set default_transaction_read_only = on");
            });
    HikariDataSource pool = (HikariDataSource) queues.dataSource();
    do { // a connection that was being made meanwhile keeps its own setting, as open ones do
      pool.getHikariPoolMXBean().softEvictConnections();
    } while (takesWrites(queues.jdbi(), pool.getMaximumPoolSize()));
  }

  /** Whether one of all connections does. */
  private static boolean takesWrites(Jdbi jdbi, int connections) {
    List<Handle> all = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        all.add(jdbi.open());
      }
      return all.stream()
          .map(handle -> handle.select("show default_transaction_read_only"))
          .anyMatch(setting -> setting.mapTo(String.class).one().equals("off"));
    } finally {
      all.forEach(Handle::close);
    }
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
