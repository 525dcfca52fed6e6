package dev.plait.peer.outbox;

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

  /** The reason, for programs. */
  public Reason reason() {
    return reason;
  }
}
