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
    while (over() && waiting.size() > (fitsAlone(handedThrough) ? 1 : 0)) {
      release(waiting.pollLastEntry().getValue());
    }
  }

  /** The one entry whose turn it is may stay whatever its size, when nothing else is pending. */
  private boolean fitsAlone(long handedThrough) {
    return pendingEntries == 1 && waiting.firstEntry().getValue().entry().afterSeq() <= handedThrough;
  }

  /** Removes and returns the entry whose turn it is, still counted as pending. */
  @Nullable Held takeNext(long handedThrough) {
    while (true) {
      Map.Entry<Long, Held> first = waiting.firstEntry();
      if (first == null) {
        return null;
      }
      Held held = first.getValue();
      if (held.seq() > handedThrough) {
        if (held.entry().afterSeq() > handedThrough) {
          return null;
        }
        waiting.remove(held.seq());
        return held;
      }
      waiting.remove(held.seq());
      release(held);
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
