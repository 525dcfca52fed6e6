package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Entry;

/**
 * The last entries that a receiver handed over: tells a repetition from another entry under the
 * same number. Bounded; what is older is not known. Owned by one {@link Receiver}.
 */
final class RecentEntries {
  /** Half of what a sender has in flight on a channel: most repetitions are told without a disk. */
  static final int ENTRIES = 512;

  private final long[] seqs = new long[ENTRIES];
  private final long[] idBits = new long[ENTRIES];

  void add(Entry entry) {
    int at = at(entry.seq());
    seqs[at] = entry.seq();
    idBits[at] = bits(entry);
  }

  void remove(long seq) {
    if (seqs[at(seq)] == seq) {
      seqs[at(seq)] = 0;
    }
  }

  /** Whether this very entry was handed over not long ago. */
  boolean contains(Entry entry) {
    int at = at(entry.seq());
    return seqs[at] == entry.seq() && idBits[at] == bits(entry);
  }

  private static int at(long seq) {
    return (int) (seq % ENTRIES);
  }

  private static long bits(Entry entry) {
    return entry.id().getMostSignificantBits() * 31 + entry.id().getLeastSignificantBits();
  }
}
