package dev.plait.peer.outbox;

import dev.plait.peer.outbox.DataException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/**
 * The H2 file of one device. {@code WRITE_DELAY=0} alone survives a killed process; {@link #sync}
 * makes what was committed survive a power cut too.
 *
 * <p>Opened and closed by the data directory's owner; handles belong to the thread that took them.
 */
final class Database implements AutoCloseable {
  private static final String SUFFIX = ".mv.db";

  private final Path file;
  private final Jdbi jdbi;
  private final Connection keeper;

  private Database(Path file, Jdbi jdbi, Connection keeper) {
    this.file = file;
    this.jdbi = jdbi;
    this.keeper = keeper;
  }

  static boolean exists(Path base) {
    return Files.exists(fileOf(base));
  }

  private static Path fileOf(Path base) {
    return base.resolveSibling(base.getFileName() + SUFFIX);
  }

  /**
   * Opens the file, or makes it when {@code create} is set.
   *
   * @throws DataException DAMAGED when it is missing, empty or not readable as what it was
   */
  static Database open(Path base, boolean create) {
    Path file = fileOf(base);
    if (!create) {
      checkPresent(file);
    }
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(
        "jdbc:h2:file:"
            + base.toAbsolutePath()
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
            + (create ? "" : ";IFEXISTS=TRUE"));
    source.setUser("plait");
    source.setPassword("");
    Connection keeper;
    try {
      keeper = source.getConnection();
    } catch (SQLException | IllegalStateException e) {
      throw damaged(file, e);
    }
    try {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:dev/plait/peer/outbox")
          .load()
          .migrate();
      Jdbi jdbi = Jdbi.create(source);
      // Else exceptions, and so the log, show what a statement was given: messages, say.
      jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
      return new Database(file, jdbi, keeper);
    } catch (FlywayException e) {
      closeQuietly(keeper);
      throw damaged(file, e);
    }
  }

  private static void checkPresent(Path file) {
    try {
      if (!Files.exists(file)) {
        throw new DataException(
            Reason.DAMAGED,
            file + " is missing although this device has an identity; restore it from a backup");
      }
      if (Files.size(file) == 0) {
        throw new DataException(
            Reason.DAMAGED, file + " is empty; restore it from a backup. Nothing was changed");
      }
    } catch (IOException e) {
      throw DataException.unavailable("cannot read " + file, e);
    }
  }

  private static DataException damaged(Path file, Exception e) {
    return new DataException(
        Reason.DAMAGED,
        file
            + " cannot be opened as a Plait database; it is damaged or not ours. Nothing was"
            + " changed; restore it from a backup, or move the folder away to start a new device",
        e);
  }

  /** A handle for one thread; the caller closes it. */
  Handle handle() {
    try {
      return jdbi.open();
    } catch (JdbiException e) {
      throw new DataException(Reason.UNAVAILABLE, "cannot use " + file, e);
    }
  }

  /** Forces what was committed to the disk. */
  static void sync(Handle handle) {
    handle.execute("CHECKPOINT SYNC");
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The database is closing in any case; what was committed is on disk.
      return;
    }
  }

  @Override
  public void close() {
    closeQuietly(keeper);
  }
}
