package dev.plait.protocol.delivery;

/** What an ack or a {@code have} did to a {@link Sender}. */
public enum AckOutcome {
  /** More is delivered than was known. */
  ADVANCED,
  /** Nothing new, or an unknown target. */
  UNCHANGED,
  /** It is not about what was sent from here; a {@link SendEffect.Forked} follows. */
  FORKED
}
