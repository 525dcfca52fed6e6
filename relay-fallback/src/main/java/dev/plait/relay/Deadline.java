package dev.plait.relay;

/**
 * When the core wants {@link Relay#handleTimeout} and why.
 *
 * @param atMs fires when now is at or past it
 * @param reason for the log
 */
public record Deadline(long atMs, Reason reason) {
  /** Why. */
  public enum Reason {
    /** An entry was not acked within its grace. */
    GRACE,
    /** The open batch closes. */
    GROUP,
    /** A page could not be read and is asked for again. */
    PAGE_RETRY,
    /** What a device asked could not be read and is asked for again. */
    ASK_RETRY,
    /** A device without credit has acked nothing for long. */
    STALL,
    /** Time to look for expired rows. */
    EXPIRE
  }
}
