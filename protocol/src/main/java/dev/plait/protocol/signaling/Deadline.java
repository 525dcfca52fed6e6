package dev.plait.protocol.signaling;

/**
 * When {@link Negotiation} wants {@link Negotiation#handleTimeout} and why.
 *
 * @param atMs fires when now is at or past it
 * @param reason for the log
 */
public record Deadline(long atMs, Reason reason) {
  /** Why. */
  public enum Reason {
    /** The pause before an attempt is over. */
    ATTEMPT,
    /** The channel should have opened. */
    CONNECT,
    /** An offer was not answered. */
    RESEND,
    /** ICE has been disconnected for long enough. */
    DISCONNECTED,
    /** An ICE restart may be made now. */
    RESTART,
    /** The ICE restart did not help in time. */
    RESTART_TIMEOUT
  }
}
