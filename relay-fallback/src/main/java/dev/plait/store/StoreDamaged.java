package dev.plait.store;

import org.jspecify.annotations.Nullable;

/** The database file cannot be read. It is left as it is; an operator restores a backup. */
public final class StoreDamaged extends RuntimeException {
  /** Tells which file and what to do; starts with {@code damaged:}. */
  public StoreDamaged(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
