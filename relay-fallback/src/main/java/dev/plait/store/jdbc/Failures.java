package dev.plait.store.jdbc;

import dev.plait.store.StoreDamaged;
import dev.plait.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Tells a damaged file, a database that is away and a fault of our own apart. Stateless. */
final class Failures {
  /** Serialization failure and deadlock, in both databases. */
  private static final Set<String> LOST = Set.of("40001", "40P01");

  private static final Set<Integer> DAMAGED =
      Set.of(ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1);

  /** MVStore: 6 is ERROR_FILE_CORRUPT, 5 ERROR_UNSUPPORTED_FORMAT, 9 ERROR_CHUNK_NOT_FOUND. */
  private static final Set<Integer> DAMAGED_STORE = Set.of(5, 6, 9);

  private Failures() {}

  static StoreDamaged damaged(String name, @Nullable Throwable cause) {
    return new StoreDamaged(
        "damaged: " + name + " cannot be read. It was left as it is; restore a backup", cause);
  }

  /** What to throw when a database cannot be opened. */
  static RuntimeException opening(String name, Exception e) {
    if (e instanceof StoreDamaged known) {
      return known;
    }
    return isDamaged(e)
        ? damaged(name, e)
        : new StoreUnavailable("cannot open " + name + ": " + reason(e), e);
  }

  /** What to throw when a statement failed. */
  static RuntimeException running(String name, RuntimeException e) {
    if (isDamaged(e)) {
      return damaged(name, e);
    }
    SQLException sql = sqlCause(e);
    String state = sql == null ? null : sql.getSQLState();
    if (sql == null || isOwnFault(state)) {
      return e;
    }
    return new StoreUnavailable("cannot use " + name + ": " + reason(e), e);
  }

  /** Whether the same transaction may simply run again. */
  static boolean lostAgainstAnother(RuntimeException e) {
    SQLException sql = sqlCause(e);
    return sql != null && sql.getSQLState() != null && LOST.contains(sql.getSQLState());
  }

  /** Syntax, data and constraint errors are ours: they would fail again, so they must be seen. */
  private static boolean isOwnFault(@Nullable String state) {
    return state != null
        && (state.startsWith("42") || state.startsWith("22") || state.startsWith("23"));
  }

  private static boolean isDamaged(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if ((at instanceof MVStoreException store && DAMAGED_STORE.contains(store.getErrorCode()))
          || (at instanceof SQLException sql && DAMAGED.contains(sql.getErrorCode()))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable SQLException sqlCause(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /** Of SQL the state only: messages may quote values. Flyway's own speak of migrations. */
  private static String reason(Exception e) {
    SQLException sql = sqlCause(e);
    if (sql != null) {
      return "SQL state " + sql.getSQLState() + ", code " + sql.getErrorCode();
    }
    return e instanceof FlywayException ? "" + e.getMessage() : e.getClass().getSimpleName();
  }
}
