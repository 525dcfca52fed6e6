package dev.plait.protocol.delivery;

/** What became of one entry at one target; moves forward only (I4). */
public enum Status {
  /** Durable in the outbox. */
  QUEUED,
  /** Put on a path at least once. */
  SENT,
  /** The server has committed it for the target (I3). */
  STORED,
  /** The target has committed entry and cursor in one transaction. */
  DELIVERED,
  /** The target's application has shown it. */
  READ,
  /** Finally refused for this target; it will not arrive. Comes with a code. */
  REFUSED;

  /** Whether nothing more needs to be sent to the target. */
  public boolean settled() {
    return compareTo(DELIVERED) >= 0;
  }
}
