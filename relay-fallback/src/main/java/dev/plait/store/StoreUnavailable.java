package dev.plait.store;

/**
 * Disk or database cannot do it now: disk full, database away, too long to get a connection.
 * Nothing may be assumed of the call; the store recovers by itself, so call again later.
 */
public final class StoreUnavailable extends RuntimeException {
  /** Tells what failed, without content. */
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
