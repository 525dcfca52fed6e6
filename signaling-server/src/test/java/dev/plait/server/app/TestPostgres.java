package dev.plait.server.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server that a test may stop and start again. Used by one thread. */
public final class TestPostgres implements AutoCloseable {
  private static @Nullable EmbeddedPostgres shared;
  private static int databases;

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private TestPostgres(Path data) throws IOException {
    this.data = data;
    this.server = launch(data, 0);
    this.port = server.getPort();
  }

  /** A server of one's own, with its data below the folder. */
  public static TestPostgres start(Path directory) throws IOException {
    return new TestPostgres(directory.resolve("postgres"));
  }

  /** The settings for a node on an empty database of the server that all tests share. */
  static synchronized Map<String, String> emptyDatabase() {
    try {
      if (shared == null) {
        shared = EmbeddedPostgres.start();
      }
      String name = "node" + ++databases;
      try (var connection = shared.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return settings(shared.getJdbcUrl("postgres", name));
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedPostgres launch(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    if (port != 0) {
      builder.setPort(port);
    }
    return builder.start();
  }

  /** The settings for a node on it. */
  public Map<String, String> settings() {
    return settings(server.getJdbcUrl("postgres", "postgres"));
  }

  private static Map<String, String> settings(String url) {
    return Map.of(
        "plait.database.url", url,
        "plait.database.user", "postgres",
        "plait.database.password", "postgres");
  }

  /** Stops it; connections break. */
  public void stop() throws IOException {
    server.close();
  }

  /** Starts it again on its data and port. */
  public void restart() throws IOException {
    server = launch(data, port);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
