package dev.plait.protocol.signaling;

import org.jspecify.annotations.Nullable;

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
    RESTART_TIMEOUT,
    /** A direct pair is to be looked for. */
    UPGRADE,
    /** What an ICE restart has brought to a channel that works is seen by now. */
    VERDICT
  }

  /** The one that comes first; null when both are. */
  static @Nullable Deadline earlier(@Nullable Deadline one, @Nullable Deadline other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.atMs() < one.atMs() ? other : one;
  }
}
