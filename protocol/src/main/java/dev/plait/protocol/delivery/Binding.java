package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a mark is that of the entries which this sender has given the numbers that it goes with
 * (DLV-20). Owned by one {@link TargetQueue}.
 */
final class Binding {
  /** Of up to so many entries that may or may not have been received each set is tried. */
  static final int EACH_SET = 6;

  /**
   * Of up to so many each run without a gap is tried, some 2,000 folds, and of more each that
   * begins with the first or ends with the last, the shortest first. Any other set looks foreign
   * and is not: the sender begins anew for nothing, which is harmless and rare.
   */
  static final int EACH_RUN = 64;

  /**
   * Hashes for one question, some milliseconds; what would take more looks foreign, too. A mark
   * costs nothing to invent, and must not be dear to look at.
   */
  static final int HASHES = 250_000;

  /** Most that are remembered. */
  static final int DOUBTFUL = 1024;

  private final TargetQueue queue;

  /** Refused for good after they were sent: a copy may have arrived all the same. */
  private final TreeMap<Long, UUID> doubtful = new TreeMap<>();

  /** Left for the question that is being answered. */
  private int hashesLeft;

  Binding(TargetQueue queue) {
    this.queue = queue;
  }

  /** An entry that was sent is given up. */
  void handleGivenUp(long seq, UUID id) {
    if (seq > queue.deliveredThrough) {
      doubtful.put(seq, id);
      if (doubtful.size() > DOUBTFUL) {
        doubtful.pollFirstEntry();
      }
    }
  }

  /** Another target was perhaps given the same. */
  void copyTo(Binding other) {
    doubtful.forEach(other::handleGivenUp);
  }

  /** Everything through the cursor is answered for. */
  void handleDelivered() {
    doubtful.headMap(queue.deliveredThrough, true).clear();
  }

  /**
   * Whether {@code mark} is that of a target which has everything up to {@code cursor}. It may have
   * begun anew with an {@code after} of 0, sent before its cursor was known here; and one that
   * seemed to have gone back may not have: a position was late.
   */
  boolean holds(long cursor, long mark) {
    hashesLeft = HASHES;
    return holds(cursor, mark, queue.deliveredThrough, queue.deliveredMark)
        || (queue.deliveredMark != Marks.NONE
            && holds(cursor, mark, queue.deliveredThrough, Marks.NONE))
        || (queue.mostDelivered > queue.deliveredThrough
            && cursor >= queue.mostDelivered
            && holds(cursor, mark, queue.mostDelivered, queue.mostMark));
  }

  private boolean holds(long cursor, long mark, long fromSeq, long fromMark) {
    if (doubtful.isEmpty()) {
      return mark == fold(cursor, fromSeq, fromMark, List.of(), _ -> false) && hashesLeft > 0;
    }
    List<Map.Entry<Long, UUID>> maybe =
        List.copyOf(doubtful.subMap(fromSeq, false, cursor, true).entrySet());
    // What comes before the first of them is the same in each set.
    long sure = maybe.isEmpty() ? cursor : maybe.getFirst().getKey() - 1;
    long sureMark = fold(sure, fromSeq, fromMark, List.of(), _ -> false);
    return sets(maybe.size())
        .takeWhile(_ -> hashesLeft > 0)
        .anyMatch(arrived -> mark == fold(cursor, sure, sureMark, maybe, arrived));
  }

  /** Which of {@code count} entries may have arrived. */
  private static Stream<IntPredicate> sets(int count) {
    if (count <= EACH_SET) {
      return IntStream.range(0, 1 << count).mapToObj(set -> i -> (set >> i & 1) != 0);
    }
    Stream<IntPredicate> runs =
        count <= EACH_RUN
            ? IntStream.range(0, count)
                .boxed()
                .flatMap(
                    from ->
                        IntStream.rangeClosed(from + 1, count)
                            .mapToObj(to -> i -> i >= from && i < to))
            : IntStream.rangeClosed(1, count)
                .boxed()
                .flatMap(length -> Stream.of(i -> i < length, i -> i >= count - length));
    return Stream.concat(Stream.of(_ -> false), runs);
  }

  private long fold(
      long cursor,
      long fromSeq,
      long fromMark,
      List<Map.Entry<Long, UUID>> maybe,
      IntPredicate arrived) {
    long mark = fromMark;
    int next = 0;
    for (TargetItem item : queue.items.subMap(fromSeq, false, cursor, true).values()) {
      for (; next < maybe.size() && maybe.get(next).getKey() < item.seq(); next++) {
        mark = arrived.test(next) ? next(mark, maybe.get(next)) : mark;
      }
      mark = next(mark, item.seq(), item.out.id);
    }
    for (; next < maybe.size(); next++) {
      mark = arrived.test(next) ? next(mark, maybe.get(next)) : mark;
    }
    return mark;
  }

  private long next(long mark, Map.Entry<Long, UUID> entry) {
    return next(mark, entry.getKey(), entry.getValue());
  }

  private long next(long mark, long seq, UUID id) {
    hashesLeft--;
    return Marks.next(mark, seq, id);
  }

  /** The fold of what {@code ranges} name, from 0; null when not all of it is known here. */
  @Nullable Long foldOf(List<Range> ranges) {
    long mark = Marks.NONE;
    for (Range range : ranges) {
      List<TargetItem> items =
          new ArrayList<>(
              queue.items.subMap(range.fromSeq(), true, range.throughSeq(), true).values());
      if (items.size() != range.throughSeq() - range.fromSeq() + 1) {
        return null;
      }
      for (TargetItem item : items) {
        mark = Marks.next(mark, item.seq(), item.out.id);
      }
    }
    return mark;
  }
}
