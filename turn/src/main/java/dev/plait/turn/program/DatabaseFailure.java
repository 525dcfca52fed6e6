package dev.plait.turn.program;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a log may say when a database has failed: its own messages name the values that it refuses,
 * such as names, hashes and what people wrote. Stands in the place of such a failure, too.
 * Immutable.
 */
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Causes of causes that are looked at; a chain may go round. */
  private static final int DEPTH_MAX = 20;

  private DatabaseFailure(Throwable failure) {
    super(words(failure));
    setStackTrace(failure.getStackTrace());
  }

  /**
   * The failure on one line: for one of a database the classes, the SQL state and the vendor's
   * code; for any other what it says itself.
   */
  public static String words(Throwable failure) {
    SQLException sql = sqlOf(failure);
    if (sql == null) {
      return failure.toString();
    }
    String kind = failure.getClass().getSimpleName();
    String what =
        "SQL state %s, code %d".formatted(String.valueOf(sql.getSQLState()), sql.getErrorCode());
    if (failure instanceof SQLException) {
      return kind + ": " + what;
    }
    String inner = sql.getClass().getSimpleName() + ", " + what;
    String own = failure.getMessage();
    // Whoever passes a failure on often says no more than it did.
    return own == null || sql.getMessage() == null || own.contains(sql.getMessage())
        ? kind + ": " + inner
        : kind + ": " + own + " (" + inner + ")";
  }

  /** The same as something to be thrown or logged with the place where it failed. */
  public static Throwable shown(Throwable failure) {
    return sqlOf(failure) == null ? failure : new DatabaseFailure(failure);
  }

  private static @Nullable SQLException sqlOf(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < DEPTH_MAX; depth++, at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
