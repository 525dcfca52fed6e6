package dev.plait.protocol.delivery;

/** What an ack or a {@code have} did to a {@link Sender}. */
public enum AckOutcome {
  /** More is delivered than was known. */
  ADVANCED,
  /** Nothing new, or an unknown target. */
  UNCHANGED,
  /** It speaks of what was never sent; a {@link SendEffect.PeerViolation} follows. */
  VIOLATION
}
