package dev.plait.peer.outbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Thrown when a data directory cannot be used: another process has it, it is damaged, or the disk
 * refuses. The message says what to do; nothing was changed.
 */
public final class DataException extends RuntimeException {
  /** Why the data cannot be used. */
  public enum Reason {
    /** Another process, or another peer of this one, has it open. */
    IN_USE,
    /** What is there is not what was written. */
    DAMAGED,
    /** The disk or the folder does not work. */
    UNAVAILABLE
  }

  /** The reason, for programs. */
  @SuppressWarnings("serial")
  private final Reason reason;

  /** Makes one. */
  public DataException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Makes one with what went wrong below. */
  public DataException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The disk or the folder does not work; {@code what} says what cannot be done. */
  static DataException unavailable(String what, IOException why) {
    String reason =
        switch (why) {
          case AccessDeniedException _ -> "this user may not use it";
          case NoSuchFileException _ -> "it is not there";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          default -> String.valueOf(why.getMessage());
        };
    return new DataException(Reason.UNAVAILABLE, what + ": " + reason, why);
  }

  /** The reason, for programs. */
  public Reason reason() {
    return reason;
  }
}
