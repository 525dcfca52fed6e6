package dev.plait.server.app;

import dev.plait.server.config.DatabaseConfig;
import dev.plait.server.database.NodeDatabase;
import dev.plait.store.SchemaTooNew;
import dev.plait.store.StoreDamaged;
import dev.plait.store.StoreUnavailable;
import dev.plait.store.jdbc.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Opens the node's database and the tables in it. */
final class Queues {
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
            Database.open(
                config.url().isEmpty()
                    ? embedded(dataDir, config.poolSize())
                    : new dev.plait.store.jdbc.DatabaseConfig(
                        config.url(),
                        config.user(),
                        config.password().value(),
                        config.poolSize())));
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

  private static dev.plait.store.jdbc.DatabaseConfig embedded(Path dataDir, int poolSize) {
    try {
      Files.createDirectories(dataDir);
    } catch (IOException e) {
      throw new StartException(
          "The data folder " + dataDir + " cannot be made; choose another with --data.", e);
    }
    var file = dev.plait.store.jdbc.DatabaseConfig.h2File(dataDir.resolve("plait"));
    return new dev.plait.store.jdbc.DatabaseConfig(
        file.url(), file.user(), file.password(), poolSize);
  }
}
