package dev.plait.relay;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult;
import dev.plait.store.ExpiredRows;
import dev.plait.store.Page;
import dev.plait.store.QueueRow;
import dev.plait.store.QueueStore;
import dev.plait.store.QueueTotals;
import dev.plait.store.QueuedEntry;
import dev.plait.store.StoreUnavailable;
import dev.plait.store.StoredPosition;
import dev.plait.store.StoredSeqs;
import dev.plait.store.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A simulated store: what is committed stays, whatever happens to the relay. */
final class SimQueueStore implements QueueStore {
  record Key(StreamId stream, UUID target) {}

  final TreeMap<Long, QueueRow> rows = new TreeMap<>();
  final Map<Key, Long> delivered = new HashMap<>();
  final Map<Key, Long> expired = new HashMap<>();
  final int quota;
  volatile boolean down;
  final AtomicInteger cancelsAsked = new AtomicInteger();
  int commits;
  private long nextPosition = 1;

  SimQueueStore(int quota) {
    this.quota = quota;
  }

  boolean holds(UUID target, StreamId stream, long seq) {
    return rows.values().stream()
        .anyMatch(
            r -> r.target().equals(target) && r.stream().equals(stream) && r.entry().seq() == seq);
  }

  @Override
  public CommitResult commit(List<QueueRow> batch) {
    check();
    commits++;
    List<CommitResult.Outcome> outcomes = new ArrayList<>();
    for (QueueRow row : batch) {
      outcomes.add(insert(row));
    }
    return new CommitResult(outcomes);
  }

  private CommitResult.Outcome insert(QueueRow row) {
    Key key = new Key(row.stream(), row.target());
    long seq = row.entry().seq();
    if (seq <= delivered.getOrDefault(key, 0L)) {
      return CommitResult.Outcome.DELIVERED;
    }
    if (seq <= expired.getOrDefault(key, 0L)) {
      return CommitResult.Outcome.EXPIRED;
    }
    boolean conflict =
        rows.values().stream()
            .map(r -> r.stream().equals(row.stream()) ? r.entry() : row.entry())
            .anyMatch((Entry e) -> e.seq() == seq && !e.equals(row.entry()));
    if (conflict) {
      return CommitResult.Outcome.CONFLICT;
    }
    if (holds(row.target(), row.stream(), seq)) {
      return CommitResult.Outcome.ALREADY_THERE;
    }
    if (usage(row.target()).entries() >= quota) {
      return CommitResult.Outcome.QUEUE_FULL;
    }
    rows.put(nextPosition++, row);
    return CommitResult.Outcome.INSERTED;
  }

  @Override
  public Page page(UUID device, long afterPosition, int maxEntries, long maxBytes) {
    check();
    List<QueuedEntry> found = new ArrayList<>();
    long bytes = 0;
    for (var row : rows.tailMap(afterPosition, false).entrySet()) {
      QueueRow r = row.getValue();
      if (!r.target().equals(device)) {
        continue;
      }
      if (found.size() == maxEntries || (!found.isEmpty() && bytes + r.bytes() > maxBytes)) {
        return new Page(found, true);
      }
      bytes += r.bytes();
      found.add(
          new QueuedEntry(
              row.getKey(),
              r.stream(),
              new AddressedEntry(r.entry(), r.afterSeq(), r.part()),
              r.acceptedAtMs()));
    }
    return new Page(found, false);
  }

  @Override
  public int deleteThrough(List<AckedThrough> acks) {
    check();
    int rowsBefore = rows.size();
    for (AckedThrough ack : acks) {
      boolean any =
          rows.values()
              .removeIf(
                  r ->
                      r.target().equals(ack.target())
                          && r.stream().equals(ack.stream())
                          && r.entry().seq() <= ack.throughSeq());
      Key key = new Key(ack.stream(), ack.target());
      if (any) {
        delivered.merge(key, ack.throughSeq(), Math::max);
      }
      if (ack.lower()) {
        delivered.computeIfPresent(key, (k, before) -> Math.min(before, ack.throughSeq()));
      }
    }
    return rowsBefore - rows.size();
  }

  @Override
  public List<StoredPosition> positions(Collection<StreamId> streams) {
    check();
    TreeMap<String, StoredPosition> found = new TreeMap<>();
    for (StreamId stream : streams) {
      Map<UUID, StoredSeqs> stored = new HashMap<>();
      rows.values().stream()
          .filter(r -> r.stream().equals(stream))
          .sorted(Comparator.comparingLong(r -> r.entry().seq()))
          .forEach(
              r ->
                  stored
                      .computeIfAbsent(r.target(), k -> new StoredSeqs())
                      .add(r.entry().seq(), r.entry().id()));
      for (Map<Key, Long> marks : List.of(delivered, expired)) {
        marks.keySet().stream()
            .filter(k -> k.stream().equals(stream))
            .forEach(k -> stored.computeIfAbsent(k.target(), t -> new StoredSeqs()));
      }
      stored.forEach(
          (target, seqs) -> {
            Key key = new Key(stream, target);
            found.put(
                stream + " " + target,
                new StoredPosition(
                    stream,
                    target,
                    delivered.getOrDefault(key, 0L),
                    expired.getOrDefault(key, 0L),
                    delivered.getOrDefault(key, 0L),
                    delivered.getOrDefault(key, 0L),
                    seqs.pieces()));
          });
    }
    return List.copyOf(found.values());
  }

  @Override
  public int cancel(List<AckedThrough> marks) {
    cancelsAsked.incrementAndGet();
    check();
    int before = rows.size();
    for (AckedThrough mark : marks) {
      rows.values()
          .removeIf(
              r ->
                  r.target().equals(mark.target())
                      && r.stream().equals(mark.stream())
                      && r.entry().seq() <= mark.throughSeq());
    }
    return before - rows.size();
  }

  @Override
  public List<ExpiredRows> expire(long olderThanMs) {
    check();
    Map<Key, TreeSet<Long>> gone = new HashMap<>();
    rows.values()
        .removeIf(
            r -> {
              if (r.acceptedAtMs() >= olderThanMs) {
                return false;
              }
              Key key = new Key(r.stream(), r.target());
              gone.computeIfAbsent(key, k -> new TreeSet<>()).add(r.entry().seq());
              expired.merge(key, r.entry().seq(), Math::max);
              return true;
            });
    List<ExpiredRows> result = new ArrayList<>();
    gone.forEach(
        (k, seqs) -> result.add(new ExpiredRows(k.stream(), k.target(), Frames.ranges(seqs))));
    return result;
  }

  @Override
  public Usage usage(UUID device) {
    check();
    var own = rows.values().stream().filter(r -> r.target().equals(device)).toList();
    return new Usage(own.size(), own.stream().mapToLong(QueueRow::bytes).sum());
  }

  @Override
  public QueueTotals totals() {
    check();
    Map<UUID, Long> depths =
        rows.values().stream()
            .collect(Collectors.groupingBy(QueueRow::target, Collectors.counting()));
    return new QueueTotals(
        depths.size(),
        rows.size(),
        rows.values().stream().mapToLong(QueueRow::bytes).sum(),
        depths.values().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  @Override
  public int deleteOf(UUID conversation, UUID device, long acceptedThroughMs) {
    check();
    int before = rows.size();
    rows.values()
        .removeIf(
            r ->
                r.target().equals(device)
                    && r.stream().conversation().equals(conversation)
                    && r.acceptedAtMs() <= acceptedThroughMs);
    return before - rows.size();
  }

  @Override
  public void deleteDevice(UUID device) {
    check();
    rows.values().removeIf(r -> r.target().equals(device));
  }

  private void check() {
    if (down) {
      throw new StoreUnavailable("simulated", new IllegalStateException("down"));
    }
  }
}
