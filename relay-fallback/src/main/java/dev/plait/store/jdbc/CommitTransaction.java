package dev.plait.store.jdbc;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.CommitResult;
import dev.plait.store.CommitResult.Outcome;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One commit of a batch. Made for one transaction, used by its thread, thrown away. */
final class CommitTransaction {
  private record Existing(long afterSeq, @Nullable Bytes part, int bytes, @Nullable UUID account) {}

  private record Limits(long deliveredSeq, long expiredSeq) {}

  private final Handle handle;
  private final QueueLimits limits;
  private final List<QueueRow> rows;
  private final Outcome[] outcomes;
  private final QueueLocks locks;
  private final BodyTable bodies;
  private final RowWriter writer;
  private final RequestQuota requests;
  private final AccountShares shares;

  CommitTransaction(Handle handle, Dialect dialect, QueueLimits limits, List<QueueRow> rows) {
    this.handle = handle;
    this.limits = limits;
    this.rows = rows;
    this.outcomes = new Outcome[rows.size()];
    Set<UUID> targets = new LinkedHashSet<>();
    Set<StreamId> streams = new LinkedHashSet<>();
    Set<UUID> accounts = new LinkedHashSet<>();
    for (QueueRow row : rows) {
      targets.add(row.target());
      streams.add(row.stream());
      if (row.account() != null) {
        accounts.add(row.account());
      }
    }
    this.locks = QueueLocks.take(handle, dialect, targets, streams, true);
    this.bodies = new BodyTable(handle);
    this.writer = new RowWriter(handle);
    this.requests = new RequestQuota(handle, limits);
    this.shares = new AccountShares(handle, dialect);
    shares.load(accounts, targets);
  }

  CommitResult run() {
    Map<StreamTarget, List<Integer>> groups = new LinkedHashMap<>();
    Map<StreamId, Set<Long>> seqs = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      QueueRow row = rows.get(i);
      groups
          .computeIfAbsent(
              new StreamTarget(row.stream(), row.target()), key -> new ArrayList<Integer>())
          .add(i);
      seqs.computeIfAbsent(row.stream(), key -> new LinkedHashSet<Long>()).add(row.entry().seq());
    }
    seqs.forEach(bodies::load);
    groups.forEach(this::commitGroup);
    bodies.save();
    writer.save();
    locks.save();
    shares.save();
    return new CommitResult(Arrays.asList(outcomes));
  }

  private void commitGroup(StreamTarget key, List<Integer> indexes) {
    indexes.sort(Comparator.comparingLong(i -> rows.get(i).entry().seq()));
    Limits known = limitsOf(key);
    NavigableMap<Long, Existing> there = existing(key, rows.get(indexes.getFirst()).entry().seq());
    NavigableMap<Long, QueueRow> fresh = new TreeMap<>();
    for (int i : indexes) {
      outcomes[i] = decide(rows.get(i), key, known, there, fresh);
    }
    place(key, there, fresh);
  }

  private Outcome decide(
      QueueRow row,
      StreamTarget key,
      Limits known,
      NavigableMap<Long, Existing> there,
      NavigableMap<Long, QueueRow> fresh) {
    Entry entry = row.entry();
    long seq = entry.seq();
    Entry before = bodies.find(row.stream(), seq);
    if (before != null && !before.equals(entry)) {
      return Outcome.CONFLICT;
    }
    if (seq <= known.deliveredSeq()) {
      return Outcome.DELIVERED;
    }
    if (fresh.containsKey(seq) || there.containsKey(seq)) {
      readdress(row, key, there, fresh);
      return Outcome.ALREADY_THERE;
    }
    if (seq <= known.expiredSeq()) {
      return Outcome.EXPIRED;
    }
    QueueLocks.Counters counters = locks.of(row.target());
    if (counters.closed) {
      return Outcome.CLOSED;
    }
    if (counters.entries >= limits.entries() || counters.bytes + row.bytes() > limits.bytes()) {
      return Outcome.QUEUE_FULL;
    }
    if (!shares.fits(row, limits)) {
      return Outcome.QUEUE_FULL;
    }
    if (row.request() && (counters.entries >= limits.boxEntries() || !requests.fits(row))) {
      return Outcome.QUEUE_FULL;
    }
    counters.entries++;
    counters.bytes += row.bytes();
    shares.add(row.account(), row.target(), 1, row.bytes());
    bodies.use(row.stream(), entry);
    fresh.put(seq, row);
    return Outcome.INSERTED;
  }

  /**
   * The newest addressing counts: a sender that re-bases sends the same entry with another after.
   */
  private void readdress(
      QueueRow row,
      StreamTarget key,
      NavigableMap<Long, Existing> there,
      NavigableMap<Long, QueueRow> fresh) {
    long seq = row.entry().seq();
    QueueLocks.Counters counters = locks.of(row.target());
    QueueRow twin = fresh.get(seq);
    if (twin != null) {
      counters.bytes += row.bytes() - twin.bytes();
      shares.add(row.account(), row.target(), 0, row.bytes() - twin.bytes());
      fresh.put(seq, row);
      return;
    }
    Existing old = there.get(seq);
    if (old == null) {
      return;
    }
    Existing now = new Existing(row.afterSeq(), row.part(), row.bytes(), old.account());
    if (!old.equals(now)) {
      counters.bytes += now.bytes() - old.bytes();
      shares.add(old.account(), row.target(), 0, now.bytes() - old.bytes());
      there.put(seq, now);
      writer.readdress(key, row);
    }
  }

  /** Gives positions in seq order; what is there already moves behind an earlier late entry. */
  private void place(
      StreamTarget key, NavigableMap<Long, Existing> there, NavigableMap<Long, QueueRow> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    QueueLocks.Counters counters = locks.of(key.target());
    Set<Long> order = new java.util.TreeSet<>(fresh.keySet());
    order.addAll(there.tailMap(fresh.firstKey(), false).keySet());
    for (long seq : order) {
      long pos = ++counters.lastPos;
      QueueRow row = fresh.get(seq);
      if (row == null) {
        writer.move(key, seq, pos);
      } else {
        writer.insert(row, pos);
      }
    }
  }

  private Limits limitsOf(StreamTarget key) {
    return key.bind(
            handle.createQuery(
                "select delivered_seq, expired_seq from queue_position where " + StreamTarget.BOTH))
        .map((rs, ctx) -> new Limits(rs.getLong(1), rs.getLong(2)))
        .findOne()
        .orElse(new Limits(0, 0));
  }

  private NavigableMap<Long, Existing> existing(StreamTarget key, long fromSeq) {
    NavigableMap<Long, Existing> found = new TreeMap<>();
    key.bind(
            handle.createQuery(
                "select seq, after_seq, part, bytes, account from queue_row where "
                    + StreamTarget.BOTH
                    + " and seq >= :from"))
        .bind("from", fromSeq)
        .map(
            (rs, ctx) ->
                Map.entry(
                    rs.getLong("seq"),
                    new Existing(
                        rs.getLong("after_seq"),
                        QueueReader.bytes(rs.getBytes("part")),
                        rs.getInt("bytes"),
                        rs.getObject("account", UUID.class))))
        .forEach(row -> found.put(row.getKey(), row.getValue()));
    return found;
  }
}
