package dev.plait.server.app;

import dev.plait.server.config.BackupConfig;
import dev.plait.server.config.ConfigException;
import dev.plait.server.config.DatabaseConfig;
import dev.plait.server.database.Backups;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.ops.Metrics;
import dev.plait.store.SchemaTooNew;
import dev.plait.store.StoreDamaged;
import dev.plait.store.StoreUnavailable;
import dev.plait.store.jdbc.Database;
import dev.plait.turn.program.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the node's database and the tables in it. */
final class Queues {
  /** How the names of the database's files begin. */
  private static final String FILES = "plait";

  private Queues() {}

  /**
   * Opens what {@code config} names, or the H2 file in the data folder, which is made when it is
   * not there.
   *
   * @throws StartException when the database cannot be opened; a damaged file is never replaced
   */
  static Database open(DatabaseConfig config, Path dataDir) {
    return orStartException(
        () ->
            config.url().isEmpty()
                ? embedded(dataDir, config.poolSize())
                : Database.open(
                    new dev.plait.store.jdbc.DatabaseConfig(
                        config.url(),
                        config.user(),
                        config.password().value(),
                        config.poolSize())));
  }

  /** Whether there is an embedded database in a folder. */
  static boolean embeddedIn(Path dataDir) {
    return Files.exists(dataDir.resolve(FILES + ".mv.db"));
  }

  /**
   * The account tables in the same database, brought up to date.
   *
   * @throws StartException when they cannot be
   */
  static NodeDatabase accounts(Database database) {
    return orStartException(
        () -> {
          database.migrate(NodeDatabase.MIGRATIONS, NodeDatabase.HISTORY_TABLE);
          return new NodeDatabase(database.dataSource());
        });
  }

  /**
   * Copies of the embedded database, taken as {@code config} says.
   *
   * @return null when none are wanted
   * @throws StartException when there is no place for them
   * @throws ConfigException when the database is not the embedded one
   */
  static @Nullable Backups backups(
      BackupConfig config,
      NodeDatabase database,
      Path dataDir,
      Metrics metrics,
      InstantSource clock) {
    if (!config.enabled()) {
      return null;
    }
    if (!database.embedded()) {
      throw new ConfigException(
          "plait.backup.every-minutes", "is for the embedded database; back up PostgreSQL itself");
    }
    Path folder = config.folder().isEmpty() ? dataDir.resolve("backups") : Path.of(config.folder());
    try {
      Backups backups = new Backups(database, folder, config.keep(), clock);
      metrics
          .registry()
          .gauge("plait.backup.newest.timestamp.seconds", backups, b -> b.newestMs() / 1e3);
      backups.schedule(config.everyMs());
      return backups;
    } catch (IOException e) {
      throw new StartException(
          "The backup folder "
              + folder
              + " cannot be used; choose another with plait.backup.folder.",
          e);
    }
  }

  private static <T> T orStartException(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (StoreDamaged damaged) {
      throw new StartException("The database is " + damaged.getMessage() + ".", damaged);
    } catch (SchemaTooNew newer) {
      throw new StartException(
          "The database "
              + newer.getMessage()
              + "; start the newer program again, or restore a backup from before the upgrade.",
          newer);
    } catch (StoreUnavailable | IllegalArgumentException away) {
      throw new StartException(
          "The database cannot be opened: "
              + away.getMessage()
              + ". Check plait.database.url or --data; if another node uses the folder, stop it.",
          away);
    }
  }

  private static Database embedded(Path dataDir, int poolSize) {
    var file = dev.plait.store.jdbc.DatabaseConfig.h2File(dataDir.resolve(FILES));
    makePrivate(dataDir);
    Database opened =
        Database.open(
            new dev.plait.store.jdbc.DatabaseConfig(
                file.url(), file.user(), file.password(), poolSize));
    makePrivate(dataDir); // the file may be new
    return opened;
  }

  private static void makePrivate(Path dataDir) {
    try {
      PrivateFolder.make(dataDir, FILES);
    } catch (IOException e) {
      throw new StartException(
          "The data folder "
              + dataDir
              + " cannot be used: "
              + e.getMessage()
              + ". Mend that, or choose another with --data.",
          e);
    }
  }
}
