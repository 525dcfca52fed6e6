package dev.plait.tests.sim;

import dev.plait.protocol.delivery.RangeSet;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult;
import dev.plait.store.CommitResult.Outcome;
import dev.plait.store.ExpiredRows;
import dev.plait.store.Page;
import dev.plait.store.QueueRow;
import dev.plait.store.QueuedEntry;
import dev.plait.store.StoredPosition;
import dev.plait.store.StoredSeqs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The device queues on a simulated disk: what is here survives every crash. */
final class SimStore {
  private record Key(StreamId stream, UUID target) {}

  private static final class Log {
    final TreeMap<Long, QueueRow> rows = new TreeMap<>();
    final TreeMap<Long, Long> positions = new TreeMap<>();
    long deliveredThrough;
    long expiredThrough;
    long ackedThrough;
    long ackedMark;

    Log copy() {
      Log copy = new Log();
      copy.rows.putAll(rows);
      copy.positions.putAll(positions);
      copy.deliveredThrough = deliveredThrough;
      copy.expiredThrough = expiredThrough;
      copy.ackedThrough = ackedThrough;
      copy.ackedMark = ackedMark;
      return copy;
    }
  }

  /** Most that waits for a member that has not accepted. */
  private static final int REQUESTS = 5;

  private final Map<Key, Log> logs = new LinkedHashMap<>();
  private final Map<UUID, NavigableMap<Long, QueueRow>> queues = new LinkedHashMap<>();
  private final Set<UUID> closed = new LinkedHashSet<>();
  private final int queueEntries;
  private long nextPosition = 1;

  SimStore(int queueEntries) {
    this.queueEntries = queueEntries;
  }

  /** A backup of all that is here now. */
  SimStore backup() {
    SimStore copy = new SimStore(queueEntries);
    copy.restore(this);
    return copy;
  }

  /** What came since the backup is gone. */
  void restore(SimStore backup) {
    logs.clear();
    backup.logs.forEach((key, log) -> logs.put(key, log.copy()));
    queues.clear();
    backup.queues.forEach((device, queue) -> queues.put(device, new TreeMap<>(queue)));
    closed.clear();
    closed.addAll(backup.closed);
    nextPosition = backup.nextPosition;
  }

  /** Entries are taken for a member that has not accepted. */
  void open(UUID box) {
    closed.remove(box);
  }

  /** It has accepted: what waits goes to each of its devices. Returns those rows. */
  List<QueueRow> close(UUID box, List<UUID> devices) {
    List<QueueRow> moved = new ArrayList<>();
    for (QueueRow row : rows(box)) {
      for (UUID device : devices) {
        QueueRow to =
            new QueueRow(
                device,
                row.account(),
                row.stream(),
                row.entry(),
                row.afterSeq(),
                row.part(),
                false,
                row.acceptedAtMs());
        commit(to, Integer.MAX_VALUE);
        moved.add(to);
      }
    }
    logs.forEach(
        (key, log) -> {
          if (key.target().equals(box)) {
            removeThrough(log, box, Long.MAX_VALUE);
          }
        });
    closed.add(box);
    return moved;
  }

  boolean has(StreamId stream, UUID target, long seq) {
    Log log = logs.get(new Key(stream, target));
    return log != null && log.rows.containsKey(seq);
  }

  /** What is left in a queue. */
  List<QueueRow> rows(UUID device) {
    return List.copyOf(queue(device).values());
  }

  CommitResult commit(List<QueueRow> rows) {
    List<Outcome> outcomes = new ArrayList<>();
    rows.forEach(row -> outcomes.add(commit(row, row.request() ? REQUESTS : queueEntries)));
    return new CommitResult(outcomes);
  }

  private Outcome commit(QueueRow row, int most) {
    long seq = row.entry().seq();
    Key key = new Key(row.stream(), row.target());
    Log log = logs.get(key);
    if (log != null && seq <= log.deliveredThrough) {
      return Outcome.DELIVERED;
    }
    if (log != null && seq <= log.expiredThrough) {
      return Outcome.EXPIRED;
    }
    QueueRow old = log == null ? null : log.rows.get(seq);
    if (log != null && old != null) {
      if (!old.entry().equals(row.entry())) {
        return Outcome.CONFLICT;
      }
      log.rows.put(seq, row);
      queue(row.target()).put(log.positions.getOrDefault(seq, 0L), row);
      return Outcome.ALREADY_THERE;
    }
    if (closed.contains(row.target())) {
      return Outcome.CLOSED;
    }
    if (queue(row.target()).size() >= most) {
      return Outcome.QUEUE_FULL;
    }
    Log into = log == null ? new Log() : log;
    logs.put(key, into);
    into.rows.put(seq, row);
    for (long later : List.copyOf(into.rows.tailMap(seq, true).keySet())) {
      Long position = into.positions.put(later, nextPosition);
      if (position != null) {
        queue(row.target()).remove(position);
      }
      queue(row.target()).put(nextPosition++, into.rows.getOrDefault(later, row));
    }
    return Outcome.INSERTED;
  }

  Page page(UUID device, long after, int maxEntries, long maxBytes) {
    List<QueuedEntry> entries = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Long, QueueRow> at : queue(device).tailMap(after, false).entrySet()) {
      QueueRow row = at.getValue();
      bytes += row.bytes();
      if (entries.size() == maxEntries || (!entries.isEmpty() && bytes > maxBytes)) {
        return new Page(entries, true);
      }
      entries.add(
          new QueuedEntry(
              at.getKey(),
              row.stream(),
              new AddressedEntry(row.entry(), row.afterSeq(), row.part()),
              row.acceptedAtMs()));
    }
    return new Page(entries, false);
  }

  void deleteThrough(AckedThrough mark) {
    Log log = logs.get(new Key(mark.stream(), mark.target()));
    if (log != null) {
      Long lastRow = log.rows.floorKey(mark.throughSeq());
      long durable = Math.max(log.expiredThrough, lastRow == null ? 0 : lastRow);
      long through = Math.min(mark.throughSeq(), durable);
      if (through > log.deliveredThrough && mark.throughSeq() >= log.ackedThrough) {
        log.ackedThrough = mark.throughSeq();
        log.ackedMark = mark.mark();
      }
      log.deliveredThrough = Math.max(log.deliveredThrough, through);
      if (mark.lower() && log.ackedThrough > mark.throughSeq()) {
        log.deliveredThrough = Math.min(log.deliveredThrough, mark.throughSeq());
        log.ackedThrough = mark.throughSeq();
        log.ackedMark = mark.mark();
      }
      removeThrough(log, mark.target(), mark.throughSeq());
    }
  }

  void cancel(AckedThrough mark) {
    Log log = logs.get(new Key(mark.stream(), mark.target()));
    if (log != null) {
      removeThrough(log, mark.target(), mark.throughSeq());
    }
  }

  /** What waited for a device in a conversation then waits no more. */
  void deleteOf(UUID conversation, UUID device, long acceptedThroughMs) {
    logs.forEach(
        (key, log) -> {
          if (key.target().equals(device) && key.stream().conversation().equals(conversation)) {
            log.rows.values().stream()
                .filter(row -> row.acceptedAtMs() <= acceptedThroughMs)
                .map(row -> row.entry().seq())
                .toList()
                .forEach(seq -> remove(log, device, seq));
          }
        });
  }

  private void removeThrough(Log log, UUID target, long throughSeq) {
    for (long seq : List.copyOf(log.rows.headMap(throughSeq, true).keySet())) {
      remove(log, target, seq);
    }
  }

  private void remove(Log log, UUID target, long seq) {
    log.rows.remove(seq);
    queue(target).remove(log.positions.remove(seq));
  }

  List<StoredPosition> positions(List<StreamId> streams) {
    Set<StreamId> wanted = new LinkedHashSet<>(streams);
    List<StoredPosition> found = new ArrayList<>();
    logs.forEach(
        (key, log) -> {
          if (wanted.contains(key.stream())) {
            StoredSeqs stored = new StoredSeqs();
            log.rows.forEach((seq, row) -> stored.add(seq, row.entry().id()));
            found.add(
                new StoredPosition(
                    key.stream(),
                    key.target(),
                    log.deliveredThrough,
                    log.expiredThrough,
                    log.ackedThrough,
                    log.ackedMark,
                    stored.pieces()));
          }
        });
    return found;
  }

  List<ExpiredRows> expire(long olderThanMs) {
    List<ExpiredRows> expired = new ArrayList<>();
    logs.forEach(
        (key, log) -> {
          long through = 0;
          for (QueueRow row : log.rows.values()) {
            if (row.acceptedAtMs() < olderThanMs) {
              through = row.entry().seq();
            }
          }
          if (through > 0) {
            RangeSet seqs = new RangeSet();
            log.rows.headMap(through, true).keySet().forEach(seqs::add);
            log.expiredThrough = Math.max(log.expiredThrough, through);
            removeThrough(log, key.target(), through);
            expired.add(new ExpiredRows(key.stream(), key.target(), seqs.toList()));
          }
        });
    return expired;
  }

  private NavigableMap<Long, QueueRow> queue(UUID device) {
    return queues.computeIfAbsent(device, _ -> new TreeMap<>());
  }
}
