package dev.plait.store;

/**
 * How much a device's queue may hold (I7).
 *
 * @param entries most rows
 * @param bytes most bytes of bodies and parts
 * @param requestEntries most rows of one sender in a conversation that the target's account has not
 *     accepted
 * @param requestBytes the same in bytes
 * @param boxEntries most rows of all its senders in the box of such an account
 */
public record QueueLimits(
    int entries, long bytes, int requestEntries, long requestBytes, int boxEntries) {
  /**
   * 10,000 entries or 64 MiB: weeks of a lively chat, and a bounded drain. A stranger may say who
   * it is, and not more.
   */
  public static final QueueLimits DEFAULT = new QueueLimits(10_000, 64L << 20, 20, 64L << 10, 200);
}
