package dev.plait.server.app;

import dev.plait.store.jdbc.DatabaseConfig;
import dev.plait.store.jdbc.RealPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes on real PostgreSQL servers. */
public final class TestPostgres {
  private static @Nullable EmbeddedPostgres shared;
  private static int databases;

  private TestPostgres() {}

  /** The settings for a node on an empty database of the server that all tests share. */
  public static synchronized Map<String, String> emptyDatabase() {
    try {
      if (shared == null) {
        shared = EmbeddedPostgres.builder().setPGStartupWait(RealPostgres.START).start();
      }
      String name = "node" + ++databases;
      try (var connection = shared.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return settings(
          new DatabaseConfig(shared.getJdbcUrl("postgres", name), "postgres", "postgres"));
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings for a node on a database. */
  public static Map<String, String> settings(DatabaseConfig database) {
    return Map.of(
        "plait.database.url", database.url(),
        "plait.database.user", database.user(),
        "plait.database.password", database.password());
  }
}
