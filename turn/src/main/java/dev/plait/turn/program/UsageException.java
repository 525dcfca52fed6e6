package dev.plait.turn.program;

import org.jspecify.annotations.Nullable;

/** The program was not started as it should be; the message says how. The exit code is 2. */
public final class UsageException extends RuntimeException {
  /** Says what is wrong. */
  public UsageException(String message) {
    this(message, null);
  }

  UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
