package dev.plait.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.plait.store.SchemaTooNew;
import dev.plait.store.StoreDamaged;
import dev.plait.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The connection pool of a node. Opened once by the node's wiring and closed by it; safe from any
 * thread. Other parts keep their own tables in the same database through {@link #dataSource()} or
 * {@link #jdbi()}, brought up to date by {@link #migrate}.
 *
 * <p>After a failure nothing must be reopened: the next call gets a fresh connection.
 */
public final class Database implements AutoCloseable {
  private static final String H2_FILE = "jdbc:h2:file:";
  private static final String H2_SUFFIX = ".mv.db";
  private static final String HISTORY_TABLE = "queue_schema_history";

  /** A caller waits this long for a connection; longer, and senders had better be refused. */
  private static final long CONNECTION_TIMEOUT_MS = 3_000;

  /** Several nodes may run into each other's locks; one of them wins each time. */
  private static final int ATTEMPTS = 5;

  /** Whatever the server or role says, a commit is flushed before it returns. */
  private static final String NEVER_ASYNCHRONOUS =
      "select set_config('synchronous_commit', case current_setting('synchronous_commit')"
          + " when 'off' then 'on' else current_setting('synchronous_commit') end, false)";

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Dialect dialect;
  private final String name;

  /** H2 only: one writer, so that group commits queue up here and not in row locks. */
  private final ReentrantLock writer = new ReentrantLock(true);

  /** H2 only: whether something may be committed and not on the disk, as after a failed sync. */
  private volatile boolean unsynced = true;

  private Database(HikariDataSource pool, Dialect dialect, String name) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    // Else exceptions, and so the log, show what a statement was given: entries, say.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    this.dialect = dialect;
    this.name = name;
  }

  /**
   * Connects and brings the queue tables up to date.
   *
   * @throws StoreDamaged when an H2 file cannot be read; it is left as it is
   * @throws StoreUnavailable when the database cannot be reached
   * @throws SchemaTooNew when a newer program has changed the tables; they are left as they are
   * @throws IllegalArgumentException when the URL is for another kind of database
   */
  public static Database open(DatabaseConfig config) {
    Dialect dialect = dialectOf(config);
    String url = config.url();
    if (dialect == Dialect.H2) {
      url = withDefaults(url);
      probe(config, url);
    }
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("plait");
    hikari.setJdbcUrl(url);
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    hikari.setInitializationFailTimeout(CONNECTION_TIMEOUT_MS);
    if (dialect == Dialect.POSTGRESQL) {
      hikari.setConnectionInitSql(NEVER_ASYNCHRONOUS);
      hikari.addDataSourceProperty("socketTimeout", "30");
      hikari.addDataSourceProperty("tcpKeepAlive", "true");
      // Else the driver's own exceptions show what a statement was given.
      hikari.addDataSourceProperty("logServerErrorDetail", "false");
    }
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(hikari);
    } catch (RuntimeException e) {
      throw new StoreUnavailable("cannot reach " + config.safeUrl(), e);
    }
    Database database = new Database(pool, dialect, config.safeUrl());
    try {
      database.migrate("classpath:db/migration", HISTORY_TABLE);
      return database;
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static Dialect dialectOf(DatabaseConfig config) {
    if (config.url().startsWith("jdbc:h2:")) {
      return Dialect.H2;
    }
    if (config.url().startsWith("jdbc:postgresql:")) {
      return Dialect.POSTGRESQL;
    }
    throw new IllegalArgumentException("neither H2 nor PostgreSQL: " + config.safeUrl());
  }

  private static String withDefaults(String url) {
    String upper = url.toUpperCase(java.util.Locale.ROOT);
    if (upper.contains("WRITE_DELAY") || upper.contains("DB_CLOSE_ON_EXIT")) {
      throw new IllegalArgumentException("WRITE_DELAY and DB_CLOSE_ON_EXIT are set by Plait");
    }
    return url + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  }

  /** Opens the file once without the pool, whose retries would hide what is wrong with it. */
  private static void probe(DatabaseConfig config, String url) {
    if (config.url().startsWith(H2_FILE)) {
      Path file = Path.of(config.safeUrl().substring(H2_FILE.length()) + H2_SUFFIX);
      try {
        if (Files.exists(file) && Files.size(file) == 0) {
          throw Failures.damaged(file.toString(), null);
        }
      } catch (IOException e) {
        throw new StoreUnavailable("cannot read " + file, e);
      }
    }
    try (Connection connection =
        DriverManager.getConnection(url, config.user(), config.password())) {
      connection.isValid(0);
    } catch (SQLException | IllegalStateException e) {
      throw Failures.opening(config.safeUrl(), e);
    }
  }

  /**
   * Brings one part's tables up to date. Nothing is changed when a newer program has been there.
   *
   * @param location the migrations, as Flyway names places
   * @param historyTable where that part notes which of them have run
   * @throws SchemaTooNew when the history has migrations that are newer than those at the location
   */
  public void migrate(String location, String historyTable) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(pool)
            .locations(location)
            .table(historyTable)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load();
    try {
      refuseNewer(flyway.info(), historyTable);
      flyway.migrate();
    } catch (FlywayException e) {
      throw Failures.opening(name, e);
    }
  }

  private void refuseNewer(MigrationInfoService history, String historyTable) {
    for (MigrationInfo migration : history.applied()) {
      MigrationState state = migration.getState();
      if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
        throw new SchemaTooNew(
            "%s was changed by a newer Plait (%s, version %s). It was left as it is"
                .formatted(name, historyTable, migration.getVersion()));
      }
    }
  }

  /** The pool, for other tables in the same database; closed by {@link #close}. */
  public DataSource dataSource() {
    return pool;
  }

  /** Plain access to the same database. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** Where it is, for people: the file of an H2 database, else the address without secrets. */
  public String place() {
    return name.startsWith(H2_FILE) ? name.substring(H2_FILE.length()) + H2_SUFFIX : name;
  }

  /** Which kind of database it is. */
  public Dialect dialect() {
    return dialect;
  }

  /** Runs {@code work} on one consistent view of the data. */
  <T> T readSnapshot(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply);
    } catch (JdbiException e) {
      throw failed(e);
    }
  }

  /** Like {@link #readSnapshot}, and all that the view shows of synced writes is on the disk. */
  <T> T readSynced(Function<Handle, T> work) {
    if (dialect == Dialect.H2 && unsynced) {
      writeSynced(handle -> true);
    }
    return readSnapshot(work);
  }

  /** Runs {@code work} in one transaction, again when it lost against another node. */
  <T> T write(Function<Handle, T> work) {
    return writing(work, false);
  }

  /** Like {@link #write}, and on return everything committed so far is on the disk. */
  <T> T writeSynced(Function<Handle, T> work) {
    return writing(work, true);
  }

  private <T> T writing(Function<Handle, T> work, boolean sync) {
    if (dialect == Dialect.H2) {
      writer.lock();
    }
    try {
      return attempts(work, sync);
    } catch (JdbiException e) {
      throw failed(e);
    } finally {
      if (dialect == Dialect.H2) {
        writer.unlock();
      }
    }
  }

  private <T> T attempts(Function<Handle, T> work, boolean sync) {
    for (int attempt = 1; ; attempt++) {
      try (Handle handle = jdbi.open()) {
        unsynced |= sync;
        T result = handle.inTransaction(TransactionIsolationLevel.READ_COMMITTED, work::apply);
        if (sync && dialect == Dialect.H2) {
          handle.execute("CHECKPOINT SYNC");
          unsynced = false;
        }
        return result;
      } catch (JdbiException e) {
        if (attempt == ATTEMPTS || !Failures.lostAgainstAnother(e)) {
          throw e;
        }
      }
    }
  }

  private RuntimeException failed(JdbiException e) {
    if (dialect == Dialect.H2 && !pool.isClosed()) {
      // H2 closes itself after a disk error and opens again once every connection is gone.
      pool.getHikariPoolMXBean().softEvictConnections();
    }
    return Failures.running(name, e);
  }

  /** Closes the pool, and with it an H2 file. */
  @Override
  public void close() {
    pool.close();
  }
}
