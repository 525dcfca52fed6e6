package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same on a real PostgreSQL server. */
class ConversationsOnPostgresTest extends ConversationsHttpTest {
  private final Map<String, String> database = TestPostgres.emptyDatabase();

  @Override
  Map<String, String> database() {
    return database;
  }

  /** Earlier versions took it, and H2 would not have kept it. */
  @Test
  void aTitleThatIsTooLongIsShownAsFarAsAFrameTakesIt() throws Exception {
    String emoji = "\uD83D\uDE00";
    UUID tea = tea();
    try (var connection =
            DriverManager.getConnection(
                Objects.requireNonNull(database.get("plait.database.url")),
                database.get("plait.database.user"),
                database.get("plait.database.password"));
        var update =
            connection.prepareStatement("update conversation set title = ? where id = ?")) {
      update.setString(1, "x" + emoji.repeat(511));
      update.setObject(2, tea);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }

    assertThat(titleOnceAccepted(tea)).isEqualTo("x" + emoji.repeat(255));
  }
}
