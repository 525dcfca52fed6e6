package dev.plait.server.ws;

import dev.plait.server.app.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

/** The same on a real PostgreSQL server. */
class RenamedOnPostgresTest extends RenamedTest {
  private final Map<String, String> database = TestPostgres.emptyDatabase();

  @Override
  Map<String, String> settings() {
    return database;
  }

  @Override
  Connection database() throws SQLException {
    return DriverManager.getConnection(
        Objects.requireNonNull(database.get("plait.database.url")),
        database.get("plait.database.user"),
        database.get("plait.database.password"));
  }
}
