package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.server.app.TestNode.User;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
