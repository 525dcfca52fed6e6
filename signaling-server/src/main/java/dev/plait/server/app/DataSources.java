package dev.plait.server.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.plait.server.config.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the pool to the node's database. */
final class DataSources {
  /** How long a caller waits for a connection: then it hears that the database is away. */
  private static final long WAIT_MS = 3_000;

  private DataSources() {}

  /**
   * Opens what {@code config} names, or the H2 file in the data folder, which is made when it is
   * not there.
   *
   * @throws StartException when the database cannot be opened; a damaged file is never replaced
   */
  static HikariDataSource open(DatabaseConfig config, Path dataDir) {
    String url = config.url().isEmpty() ? embeddedUrl(dataDir) : config.url();
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("plait");
    pool.setJdbcUrl(url);
    if (!config.user().isEmpty()) {
      pool.setUsername(config.user());
      pool.setPassword(config.password().value());
    }
    pool.setMaximumPoolSize(config.poolSize());
    pool.setConnectionTimeout(WAIT_MS);
    try {
      return new HikariDataSource(pool);
    } catch (PoolInitializationException e) {
      throw new StartException(
          "The database cannot be opened: "
              + rootMessage(e)
              + " Check plait.database.url or --data; if another node uses the folder, stop it.",
          e);
    }
  }

  private static String embeddedUrl(Path dataDir) {
    try {
      Files.createDirectories(dataDir);
    } catch (IOException e) {
      throw new StartException(
          "The data folder " + dataDir + " cannot be made; choose another with --data.", e);
    }
    // WRITE_DELAY=0: an answered commit survives kill -9; NodeDatabase adds the sync to disk.
    return "jdbc:h2:file:"
        + dataDir.toAbsolutePath().resolve("plait")
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() + ".";
  }
}
