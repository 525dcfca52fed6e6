package dev.plait.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

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
      Path folder = Files.createTempDirectory("plait-store");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove-store"));
      return DatabaseConfig.h2File(folder.resolve("node"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException gone) {
      // There is nothing to remove.
    }
  }

  private static DatabaseConfig postgres() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder().setPGStartupWait(RealPostgres.START).start();
      return new DatabaseConfig(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
