package dev.plait.server.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The account and conversation tables, on H2 or PostgreSQL. Safe from any thread; every call blocks
 * and throws {@link org.jdbi.v3.core.JdbiException} when the database is away. The data source
 * belongs to the caller and outlives this.
 */
public final class NodeDatabase {
  /** Where the migrations of these tables are. */
  public static final String MIGRATIONS = "classpath:db/account";

  /** Their history, beside that of the queue store. */
  public static final String HISTORY_TABLE = "account_schema_history";

  /** No change becomes visible later than so long after its transaction began. */
  public static final long LONGEST_MS = 30_000;

  private static final int PROBE_TIMEOUT_S = 2;

  private static final int ATTEMPTS = 5;

  /** Serialization failure and deadlock, in both databases. */
  private static final Set<String> LOST = Set.of("40001", "40P01");

  private final DataSource source;
  private final Jdbi jdbi;
  private final boolean syncAfterWrite;

  /** Works on tables that are up to date with {@link #MIGRATIONS}. */
  public NodeDatabase(DataSource source) {
    this.source = source;
    this.jdbi = Jdbi.create(source);
    // Else exceptions, and so the log, show what a statement was given: hashes of passwords, say.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    this.syncAfterWrite = isH2(source);
  }

  /** Runs {@code work} on one consistent view of the data. */
  public <T> T read(Function<Handle, T> work) {
    return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply);
  }

  /** Looks for something that may not be there, on one consistent view of the data. */
  public <T> @Nullable T find(Lookup<T> lookup) {
    return read(handle -> Optional.ofNullable(lookup.in(handle))).orElse(null);
  }

  /**
   * A search that may find nothing.
   *
   * @param <T> what it looks for
   */
  @FunctionalInterface
  public interface Lookup<T> {
    /** What is there, or null. */
    @Nullable T in(Handle handle);
  }

  /**
   * Runs {@code work} in one transaction and returns when it is on disk: H2 answers a commit before
   * it has synced the file, so a checkpoint follows. What takes longer than {@link #LONGEST_MS} is
   * rolled back, and what waited for another that waited for it runs again: {@code work} leaves
   * nothing behind but rows, or begins anew.
   */
  public <T> T write(Function<Handle, T> work) {
    T result = attempts(work);
    if (syncAfterWrite) {
      jdbi.useHandle(handle -> handle.execute("CHECKPOINT SYNC"));
    }
    return result;
  }

  private <T> T attempts(Function<Handle, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(
            TransactionIsolationLevel.READ_COMMITTED, handle -> withinTime(handle, work));
      } catch (JdbiException e) {
        if (attempt == ATTEMPTS || !lostAgainstAnother(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean lostAgainstAnother(JdbiException e) {
    return e.getCause() instanceof SQLException sql
        && sql.getSQLState() != null
        && LOST.contains(sql.getSQLState());
  }

  private <T> T withinTime(Handle handle, Function<Handle, T> work) {
    long beganNs = System.nanoTime();
    T result = work.apply(handle);
    if (System.nanoTime() - beganNs > TimeUnit.MILLISECONDS.toNanos(LONGEST_MS)) {
      throw new TransactionException("the transaction took too long, and is rolled back");
    }
    return result;
  }

  /** Whether it is the embedded database, which only this process can open. */
  public boolean embedded() {
    return syncAfterWrite;
  }

  /** Writes a consistent copy of the embedded database, as a ZIP, while it is in use. */
  void copyTo(Path zip) {
    jdbi.useHandle(handle -> handle.execute("backup to ?", zip.toAbsolutePath().toString()));
  }

  /** Whether the database answers now. Blocks as long as the pool lets a caller wait. */
  public boolean reachable() {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(PROBE_TIMEOUT_S);
    } catch (SQLException away) {
      return false;
    }
  }

  private static boolean isH2(DataSource source) {
    try (Connection connection = source.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("H2");
    } catch (SQLException e) {
      throw new IllegalStateException("the database was reachable for the migration, not after", e);
    }
  }
}
