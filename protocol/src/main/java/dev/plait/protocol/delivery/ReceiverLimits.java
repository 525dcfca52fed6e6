package dev.plait.protocol.delivery;

/**
 * Every limit of a {@link Receiver} (I7). Over it the entries farthest ahead are dropped; they
 * count as never received and are sent again.
 *
 * @param pendingEntries most entries held or handed over and not committed yet
 * @param pendingBytes the same in bytes of bodies
 */
public record ReceiverLimits(int pendingEntries, long pendingBytes) {
  /** Twice the widest window of a sender, so that a hole rarely costs a resend. */
  public static final ReceiverLimits DEFAULT = new ReceiverLimits(2048, 4L << 20);
}
