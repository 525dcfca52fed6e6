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
 * @param accountEntries most rows of one account's devices in all queues
 * @param accountBytes the same in bytes
 */
public record QueueLimits(
    int entries,
    long bytes,
    int requestEntries,
    long requestBytes,
    int boxEntries,
    int accountEntries,
    long accountBytes) {
  /**
   * 20,000 entries or 64 MiB, half of them for one account: weeks of a lively chat, and a bounded
   * drain. In all queues together an account has what a busy bot needs whose hundreds of readers
   * are away, and cannot fill a disk. A stranger may say who it is, and not more.
   */
  public static final QueueLimits DEFAULT =
      new QueueLimits(20_000, 64L << 20, 20, 64L << 10, 200, 1_000_000, 1L << 30);

  /** Most rows of one account's devices in one queue: others find room, too. */
  public int shareEntries() {
    return entries / 2;
  }

  /** The same in bytes. */
  public long shareBytes() {
    return bytes / 2;
  }
}
