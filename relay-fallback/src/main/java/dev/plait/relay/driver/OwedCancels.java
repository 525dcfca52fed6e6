package dev.plait.relay.driver;

import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.Effect;
import dev.plait.store.AckedThrough;
import dev.plait.store.QueueStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Cancels that the store has not done yet, because it was away. They come before whatever would
 * take their rows for granted: a commit to the same (stream, target), which they would undo, and a
 * question for the stream. The store thread's.
 */
final class OwedCancels {
  /** What exceeds it is dropped: those rows then stay until they are delivered or expire. */
  private static final int CANCELS = 20_000;

  private record Key(StreamId stream, UUID target) {}

  private final QueueStore store;
  private final Map<Key, Long> throughSeqs = new LinkedHashMap<>();

  OwedCancels(QueueStore store) {
    this.store = store;
  }

  void add(AckedThrough mark) {
    Key key = new Key(mark.stream(), mark.target());
    if (throughSeqs.size() < CANCELS || throughSeqs.containsKey(key)) {
      throughSeqs.merge(key, mark.throughSeq(), Math::max);
    }
  }

  boolean isEmpty() {
    return throughSeqs.isEmpty();
  }

  /** Does all; throws what the store throws, and keeps what is left. */
  void payAll() {
    pay((stream, target) -> true);
  }

  /** Does those that must come before a commit. */
  void payFor(Effect.Commit commit) {
    if (!isEmpty()) {
      Set<Key> keys =
          commit.rows().stream()
              .map(row -> new Key(row.stream(), row.target()))
              .collect(Collectors.toSet());
      pay((stream, target) -> keys.contains(new Key(stream, target)));
    }
  }

  /** Does those that must come before positions are read. */
  void payFor(Collection<StreamId> streams) {
    pay((stream, target) -> streams.contains(stream));
  }

  private void pay(BiPredicate<StreamId, UUID> which) {
    for (Key key : List.copyOf(throughSeqs.keySet())) {
      Long through = throughSeqs.get(key);
      if (through != null && which.test(key.stream(), key.target())) {
        store.cancel(key.stream(), key.target(), through);
        throughSeqs.remove(key);
      }
    }
  }
}
