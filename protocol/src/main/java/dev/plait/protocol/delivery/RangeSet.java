package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of sequence numbers kept as runs that do not touch. Confined to its owner's thread. */
public final class RangeSet {
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  /** A set of the given ranges, which may touch, overlap and be in any order. */
  public static RangeSet of(List<Range> ranges) {
    RangeSet set = new RangeSet();
    ranges.forEach(r -> set.add(r.fromSeq(), r.throughSeq()));
    return set;
  }

  /** Adds one number. */
  public void add(long seq) {
    add(seq, seq);
  }

  /** Adds a run, both ends inclusive. */
  public void add(long fromSeq, long throughSeq) {
    if (fromSeq < 1 || throughSeq < fromSeq) {
      throw new IllegalArgumentException("run " + fromSeq + ".." + throughSeq);
    }
    long from = fromSeq;
    long through = throughSeq;
    Map.Entry<Long, Long> before = runs.floorEntry(from);
    if (before != null && before.getValue() >= from - 1) {
      from = before.getKey();
      through = Math.max(through, before.getValue());
    }
    Map.Entry<Long, Long> next = runs.ceilingEntry(from);
    while (next != null && next.getKey() <= through + 1) {
      through = Math.max(through, next.getValue());
      runs.remove(next.getKey());
      next = runs.ceilingEntry(from);
    }
    runs.put(from, through);
  }

  /** Removes a run, both ends inclusive. */
  public void remove(long fromSeq, long throughSeq) {
    if (throughSeq < fromSeq) {
      throw new IllegalArgumentException("run " + fromSeq + ".." + throughSeq);
    }
    Map.Entry<Long, Long> run = runs.floorEntry(throughSeq);
    while (run != null && run.getValue() >= fromSeq) {
      long from = run.getKey();
      long through = run.getValue();
      runs.remove(from);
      if (through > throughSeq) {
        runs.put(throughSeq + 1, through);
      }
      if (from < fromSeq) {
        runs.put(from, fromSeq - 1);
      }
      run = runs.lowerEntry(from);
      if (run != null && run.getKey() < fromSeq && run.getValue() < fromSeq) {
        return;
      }
    }
  }

  /** Whether {@code seq} is in the set. */
  public boolean contains(long seq) {
    Map.Entry<Long, Long> run = runs.floorEntry(seq);
    return run != null && run.getValue() >= seq;
  }

  /** Whether nothing is in the set. */
  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** The highest number, 0 when empty. */
  public long lastSeq() {
    return runs.isEmpty() ? 0 : runs.lastEntry().getValue();
  }

  /** Empties the set. */
  public void clear() {
    runs.clear();
  }

  /** All runs, ascending, not touching. */
  public List<Range> toList() {
    return toList(Integer.MAX_VALUE);
  }

  /** The first {@code max} runs, ascending, not touching. */
  public List<Range> toList(int max) {
    List<Range> list = new ArrayList<>();
    for (Map.Entry<Long, Long> run : runs.entrySet()) {
      if (list.size() == max) {
        break;
      }
      list.add(new Range(run.getKey(), run.getValue()));
    }
    return list;
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
