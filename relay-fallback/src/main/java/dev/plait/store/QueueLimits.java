package dev.plait.store;

/**
 * How much a device's queue may hold (I7).
 *
 * @param entries most rows
 * @param bytes most bytes of bodies and parts
 */
public record QueueLimits(int entries, long bytes) {
  /** 10,000 entries or 64 MiB: weeks of a lively chat, and a bounded drain. */
  public static final QueueLimits DEFAULT = new QueueLimits(10_000, 64L << 20);
}
