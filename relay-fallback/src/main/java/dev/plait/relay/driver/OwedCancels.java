package dev.plait.relay.driver;

import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.Effect;
import dev.plait.store.AckedThrough;
import dev.plait.store.QueueStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Cancels that the store has not done yet, because it was away. They come before whatever would
 * take their rows for granted: a commit to the same (stream, target), which they would undo, and a
 * question for the stream. The store thread's.
 */
final class OwedCancels {
  /**
   * Most of one sending device: 16 groups with as many devices as a group may have. What exceeds it
   * is dropped: those rows then stay until they are delivered or expire. Nobody uses up the room of
   * others.
   */
  private static final int CANCELS_PER_SENDER = 4_096;

  /** Most in one transaction. */
  private static final int TOGETHER = 256;

  private record Key(StreamId stream, UUID target) {}

  private final QueueStore store;
  private final Map<UUID, Map<Key, Long>> throughSeqsBySender = new LinkedHashMap<>();

  OwedCancels(QueueStore store) {
    this.store = store;
  }

  void add(AckedThrough mark) {
    Map<Key, Long> throughSeqs =
        throughSeqsBySender.computeIfAbsent(mark.stream().device(), _ -> new LinkedHashMap<>());
    Key key = new Key(mark.stream(), mark.target());
    if (throughSeqs.size() < CANCELS_PER_SENDER || throughSeqs.containsKey(key)) {
      throughSeqs.merge(key, mark.throughSeq(), Math::max);
    }
  }

  boolean isEmpty() {
    return throughSeqsBySender.isEmpty();
  }

  /** Does all; throws what the store throws, and keeps what is left. */
  void payAll() {
    for (UUID sender : List.copyOf(throughSeqsBySender.keySet())) {
      pay(sender, _ -> true);
    }
  }

  /** Does those that must come before a commit. */
  void payFor(Effect.Commit commit) {
    if (!isEmpty()) {
      Set<Key> keys =
          commit.rows().stream()
              .map(row -> new Key(row.stream(), row.target()))
              .collect(Collectors.toSet());
      keys.stream()
          .map(key -> key.stream().device())
          .distinct()
          .forEach(sender -> pay(sender, keys::contains));
    }
  }

  /** Does those that must come before positions are read. */
  void payFor(Collection<StreamId> streams) {
    Set<StreamId> asked = Set.copyOf(streams);
    asked.stream()
        .map(StreamId::device)
        .distinct()
        .forEach(sender -> pay(sender, key -> asked.contains(key.stream())));
  }

  private void pay(UUID sender, Predicate<Key> which) {
    Map<Key, Long> throughSeqs = throughSeqsBySender.get(sender);
    if (throughSeqs == null) {
      return;
    }
    List<AckedThrough> marks = new ArrayList<>();
    throughSeqs.forEach(
        (key, seq) -> {
          if (which.test(key)) {
            marks.add(new AckedThrough(key.stream(), key.target(), seq));
          }
        });
    for (int from = 0; from < marks.size(); from += TOGETHER) {
      List<AckedThrough> some = marks.subList(from, Math.min(from + TOGETHER, marks.size()));
      store.cancel(some);
      some.forEach(mark -> throughSeqs.remove(new Key(mark.stream(), mark.target())));
    }
    if (throughSeqs.isEmpty()) {
      throughSeqsBySender.remove(sender);
    }
  }
}
