package dev.plait.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Map;

/** One real database of each kind for the whole suite. */
final class TestDatabases {
  private static final Map<Dialect, Database> OPEN = new EnumMap<>(Dialect.class);

  private TestDatabases() {}

  static synchronized Database of(Dialect dialect) {
    return OPEN.computeIfAbsent(
        dialect, kind -> Database.open(kind == Dialect.H2 ? h2() : postgres()));
  }

  private static DatabaseConfig h2() {
    try {
      return DatabaseConfig.h2File(Files.createTempDirectory("plait-store").resolve("node"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatabaseConfig postgres() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      return new DatabaseConfig(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
