package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Frame;
import dev.plait.server.app.Node;
import dev.plait.server.config.NodeConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session that begins costs the database, as the database itself counts it. */
class LastSeenTest {
  private static final int FRIENDS = 5;

  @TempDir Path data;

  @Test
  void aSessionThatBeginsReadsTheLastSeenTimesOfAllFriendsAtOnce() throws Exception {
    HttpUser ada;
    Set<UUID> friends = new HashSet<>();
    try (Node node = start()) {
      ada = HttpUser.signUp(node.uri(), "ada");
      for (int i = 0; i < FRIENDS; i++) {
        HttpUser friend = HttpUser.signUp(node.uri(), "friend" + i);
        friend.accept(ada.converse(friend));
        friends.add(friend.account());
      }
    }

    try (Node node = start();
        Connection database = sameDatabase()) {
      execute(database, "set query_statistics_max_entries 1000");
      execute(database, "set query_statistics true");
      try (WsClient client = WsClient.hello(ada.at(node.uri()))) {
        while (!friends.isEmpty()) {
          friends.remove(client.next(Frame.Presence.class).account());
        }
        // Her own time goes to her friends; theirs come to her.
        assertThat(timesRead(database)).isBetween(1L, 2L);
      }
    }
  }

  private Node start() {
    return Node.start(NodeConfig.defaults(Map.of("plait.http.port", "0")), data);
  }

  /** H2 lets the process that has the file open connect to it again. */
  private Connection sameDatabase() throws SQLException {
    String url = "jdbc:h2:file:" + data.resolve("plait").toAbsolutePath() + ";IFEXISTS=TRUE";
    return DriverManager.getConnection(url, "plait", "");
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long timesRead(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select coalesce(sum(execution_count), 0)
                from information_schema.query_statistics
                where sql_statement like '%last_seen_ms from account%'
                """)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
