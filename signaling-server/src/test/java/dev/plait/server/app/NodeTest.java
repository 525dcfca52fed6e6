package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.server.app.TestNode.User;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {
  @Test
  void aTakenPortIsNamed(@TempDir Path first, @TempDir Path second) {
    try (TestNode node = TestNode.start(first, Map.of())) {
      String port = Integer.toString(node.node().uri().getPort());
      NodeConfig same = NodeConfig.defaults(Map.of("plait.http.port", port));
      assertThatThrownBy(() -> Node.start(same, second))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("--port");
    }
  }

  @Test
  void accountsOutliveTheNode(@TempDir Path data) {
    User ada;
    try (TestNode node = TestNode.start(data, Map.of())) {
      ada = node.signUp("ada");
    }
    try (TestNode node = TestNode.start(data, Map.of())) {
      assertThat(node.get(ada, "/v1/profile").text("handle")).isEqualTo("ada");
    }
  }

  @Test
  void aDamagedDatabaseIsSaidSoAndNotReplaced(@TempDir Path data) throws IOException {
    Path file = data.resolve("plait.mv.db");
    Files.writeString(file, "not a database ".repeat(1_000));
    assertThatThrownBy(() -> TestNode.start(data, Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("database");
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).startsWith("not a database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue_schema_history", "account_schema_history"})
  void tablesOfANewerProgramAreRefusedAndLeftAlone(String history, @TempDir Path data)
      throws SQLException {
    TestNode.start(data, Map.of()).close();
    inDatabase(
        data,
        """
        insert into "%s" ("installed_rank", "version", "description", "type", "script",
          "checksum", "installed_by", "execution_time", "success")
        values (99, '99', 'of a newer program', 'SQL', 'V99__newer.sql', 1, 'plait', 1, true)
        """
            .formatted(history));
    assertThatThrownBy(() -> TestNode.start(data, Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("newer")
        .hasMessageContaining("version 99")
        .hasMessageContaining("backup");
    inDatabase(data, "delete from \"%s\" where \"version\" = '99'".formatted(history));
    TestNode.start(data, Map.of()).close();
  }

  private static void inDatabase(Path data, String statement) throws SQLException {
    String url = "jdbc:h2:file:" + data.resolve("plait").toAbsolutePath();
    try (Connection connection = DriverManager.getConnection(url, "plait", "");
        Statement sql = connection.createStatement()) {
      assertThat(sql.executeUpdate(statement)).isEqualTo(1);
    }
  }
}
