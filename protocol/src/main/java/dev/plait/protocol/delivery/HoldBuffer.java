package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.AddressedEntry;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came before its turn, bounded together with what is handed over. Owned by one receiver. */
final class HoldBuffer {
  /**
   * An entry that waits for its turn.
   *
   * @param from the path on which it came
   */
  record Held(AddressedEntry entry, Path from) {
    long seq() {
      return entry.entry().seq();
    }

    int bytes() {
      return entry.entry().body().size();
    }
  }

  private final TreeMap<Long, Held> waiting = new TreeMap<>();
  private final ReceiverLimits limits;
  private int pendingEntries;
  private long pendingBytes;

  HoldBuffer(ReceiverLimits limits) {
    this.limits = limits;
  }

  /**
   * Keeps an entry; over the limit those farthest ahead go. Of two copies the newer one stays, with
   * the lower {@code after}: each {@code after} ever sent remains true.
   */
  void put(Held held, long handedThrough) {
    Held kept = held;
    Held old = waiting.remove(held.seq());
    if (old != null) {
      release(old);
      if (old.entry().afterSeq() < held.entry().afterSeq()) {
        AddressedEntry entry = held.entry();
        kept =
            new Held(
                new AddressedEntry(entry.entry(), old.entry().afterSeq(), entry.part()),
                held.from());
      }
    }
    waiting.put(kept.seq(), kept);
    pendingEntries++;
    pendingBytes += kept.bytes();
    while (over() && evict(handedThrough)) {}
  }

  /**
   * Drops the entry farthest ahead whose turn it is not; a lone entry may stay whatever its size.
   */
  private boolean evict(long handedThrough) {
    for (Held held : waiting.descendingMap().values()) {
      if (held.entry().afterSeq() > handedThrough) {
        waiting.remove(held.seq());
        release(held);
        return true;
      }
    }
    if (pendingEntries == 1) {
      return false;
    }
    Map.Entry<Long, Held> last = waiting.pollLastEntry();
    if (last != null) {
      release(last.getValue());
    }
    return last != null;
  }

  /**
   * Removes and returns the entry whose turn it is, still counted as pending. It need not be the
   * first: those before it may wait for what will never come, and then its {@code after} skips
   * them.
   */
  @Nullable Held takeNext(long handedThrough) {
    while (!waiting.isEmpty() && waiting.firstKey() <= handedThrough) {
      release(waiting.pollFirstEntry().getValue());
    }
    for (Held held : waiting.values()) {
      if (held.entry().afterSeq() <= handedThrough) {
        waiting.remove(held.seq());
        return held;
      }
    }
    return null;
  }

  /** What the first that waits follows is not waited for any more. */
  void skipHole(long handedThrough) {
    Map.Entry<Long, Held> first = waiting.firstEntry();
    if (first != null) {
      AddressedEntry entry = first.getValue().entry();
      long afterSeq = Math.min(entry.afterSeq(), handedThrough);
      Path from = first.getValue().from();
      waiting.put(
          first.getKey(),
          new Held(new AddressedEntry(entry.entry(), afterSeq, entry.part()), from));
    }
  }

  /** The entry is committed or dropped. */
  void release(Held held) {
    pendingEntries--;
    pendingBytes -= held.bytes();
    if (pendingEntries < 0 || pendingBytes < 0) {
      throw new IllegalStateException("pending count at " + held.seq());
    }
  }

  RangeSet seqs() {
    RangeSet seqs = new RangeSet();
    waiting.keySet().forEach(seqs::add);
    return seqs;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int pendingEntries() {
    return pendingEntries;
  }

  long pendingBytes() {
    return pendingBytes;
  }

  private boolean over() {
    return pendingEntries > limits.pendingEntries() || pendingBytes > limits.pendingBytes();
  }
}
