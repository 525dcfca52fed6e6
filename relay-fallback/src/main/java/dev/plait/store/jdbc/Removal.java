package dev.plait.store.jdbc;

import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.ExpiredRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes rows out of queues. Made for one transaction, used by its thread, thrown away. */
final class Removal {
  private static final String SOME =
      StreamTarget.BOTH + " and seq <= :through and accepted_ms <= :accepted";

  private record Gone(long seq, int bytes, @Nullable UUID account) {}

  private final Handle handle;
  private final Dialect dialect;
  private final BodyTable bodies;
  private final AccountShares shares;

  Removal(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
    this.bodies = new BodyTable(handle);
    this.shares = new AccountShares(handle, dialect);
  }

  int acked(List<AckedThrough> acks) {
    Map<StreamTarget, AckedThrough> furthest = new LinkedHashMap<>();
    for (AckedThrough ack : acks) {
      furthest.merge(new StreamTarget(ack.stream(), ack.target()), ack, AckedThrough::with);
    }
    QueueLocks locks = lock(furthest.keySet());
    int removed = 0;
    for (var ack : furthest.entrySet()) {
      List<Gone> gone = remove(ack.getKey(), ack.getValue().throughSeq(), locks);
      removed += gone.size();
      keepDelivered(ack.getKey(), ack.getValue(), gone);
    }
    finish(locks);
    return removed;
  }

  int cancelled(List<AckedThrough> marks) {
    Map<StreamTarget, Long> through = new LinkedHashMap<>();
    for (AckedThrough mark : marks) {
      through.merge(new StreamTarget(mark.stream(), mark.target()), mark.throughSeq(), Math::max);
    }
    QueueLocks locks = lock(through.keySet());
    int removed = 0;
    for (var mark : through.entrySet()) {
      removed += remove(mark.getKey(), mark.getValue(), locks).size();
    }
    finish(locks);
    return removed;
  }

  List<ExpiredRows> expired(long olderThanMs, int limit) {
    Map<StreamTarget, Long> through = new LinkedHashMap<>();
    handle
        .createQuery(
            "select conversation, sender, epoch, target, seq from queue_row where accepted_ms <"
                + " :before order by accepted_ms limit :limit")
        .bind("before", olderThanMs)
        .bind("limit", limit)
        .map(
            (rs, ctx) ->
                Map.entry(
                    new StreamTarget(QueueReader.stream(rs), rs.getObject("target", UUID.class)),
                    rs.getLong("seq")))
        .forEach(row -> through.merge(row.getKey(), row.getValue(), Math::max));
    QueueLocks locks = lock(through.keySet());
    List<ExpiredRows> all = new ArrayList<>();
    through.forEach(
        (key, seq) -> {
          List<Gone> gone = remove(key, seq, locks);
          if (!gone.isEmpty()) {
            keepPosition(key, 0, gone.getLast().seq(), null);
            all.add(new ExpiredRows(key.stream(), key.target(), ranges(gone)));
          }
        });
    finish(locks);
    return all;
  }

  int left(UUID conversation, UUID device, long acceptedThroughMs) {
    QueueLocks locks = QueueLocks.take(handle, dialect, List.of(device), List.of(), false);
    int removed =
        removeAll(
            device, stream -> stream.conversation().equals(conversation), acceptedThroughMs, locks);
    finish(locks);
    return removed;
  }

  private int removeAll(
      UUID device, Predicate<StreamId> which, long acceptedThroughMs, QueueLocks locks) {
    List<StreamId> streams = streamsOf(device).stream().filter(which).toList();
    dialect.lockStreams(handle, streams);
    int removed = 0;
    for (StreamId stream : streams) {
      StreamTarget all = new StreamTarget(stream, device);
      removed += remove(all, Long.MAX_VALUE, acceptedThroughMs, locks).size();
    }
    return removed;
  }

  /** All that waits in a queue. */
  void queue(UUID device) {
    QueueLocks locks = QueueLocks.take(handle, dialect, List.of(device), List.of(), false);
    removeAll(device, _ -> true, Long.MAX_VALUE, locks);
    finish(locks);
  }

  private List<StreamId> streamsOf(UUID device) {
    return handle
        .createQuery(
            "select distinct conversation, sender, epoch from queue_row where target = :target")
        .bind("target", device)
        .map((rs, ctx) -> QueueReader.stream(rs))
        .list();
  }

  void device(UUID device) {
    queue(device);
    for (String sql :
        List.of(
            "delete from queue_device where target = :device",
            "delete from queue_position where target = :device",
            "delete from queue_position where sender = :device")) {
      handle.createUpdate(sql).bind("device", device).execute();
    }
  }

  private QueueLocks lock(Collection<StreamTarget> keys) {
    return QueueLocks.take(
        handle,
        dialect,
        keys.stream().map(StreamTarget::target).toList(),
        keys.stream().map(StreamTarget::stream).toList(),
        false);
  }

  private List<Gone> remove(StreamTarget key, long throughSeq, QueueLocks locks) {
    return remove(key, throughSeq, Long.MAX_VALUE, locks);
  }

  private List<Gone> remove(
      StreamTarget key, long throughSeq, long acceptedThroughMs, QueueLocks locks) {
    if (!locks.has(key.target())) {
      return List.of();
    }
    List<Gone> gone =
        key.bind(
                handle.createQuery(
                    "select seq, bytes, account from queue_row where " + SOME + " order by seq"))
            .bind("through", throughSeq)
            .bind("accepted", acceptedThroughMs)
            .map((rs, ctx) -> new Gone(rs.getLong(1), rs.getInt(2), rs.getObject(3, UUID.class)))
            .list();
    if (gone.isEmpty()) {
      return gone;
    }
    key.bind(handle.createUpdate("delete from queue_row where " + SOME))
        .bind("through", throughSeq)
        .bind("accepted", acceptedThroughMs)
        .execute();
    QueueLocks.Counters counters = locks.of(key.target());
    for (Gone row : gone) {
      bodies.release(key.stream(), row.seq());
      counters.entries--;
      counters.bytes -= row.bytes();
      shares.add(row.account(), key.target(), -1, -row.bytes());
    }
    return gone;
  }

  /**
   * Moves the delivered position forward, but never beyond what was durable once: what a device
   * says of later entries must not speak for those that are still to come.
   */
  private void keepDelivered(StreamTarget key, AckedThrough ack, List<Gone> gone) {
    if (!gone.isEmpty()) {
      keepPosition(key, gone.getLast().seq(), 0, ack);
    } else {
      setPosition(
          key, ack, "least(:through, expired_seq)", "delivered_seq < least(:through, expired_seq)");
    }
    if (ack.lower()) {
      setPosition(key, ack, "least(delivered_seq, :through)", "acked_seq > :through");
    }
  }

  /** Sets the position to what was acked, where there is one of which {@code condition} holds. */
  private void setPosition(StreamTarget key, AckedThrough ack, String delivered, String condition) {
    key.bind(
            handle.createUpdate(
                "update queue_position set acked_seq = :through, acked_mark = :mark, delivered_seq = "
                    + delivered
                    + " where "
                    + StreamTarget.BOTH
                    + " and "
                    + condition))
        .bind("through", ack.throughSeq())
        .bind("mark", ack.mark())
        .execute();
  }

  /** Moves a position forward, or makes one; what was acked last stays with it. */
  private void keepPosition(
      StreamTarget key, long delivered, long expired, @Nullable AckedThrough ack) {
    long acked = ack == null ? 0 : ack.throughSeq();
    long mark = ack == null ? 0 : ack.mark();
    int changed =
        key.bind(
                handle.createUpdate(
                    "update queue_position set delivered_seq = greatest(delivered_seq, :delivered),"
                        + " expired_seq = greatest(expired_seq, :expired), acked_mark = case when"
                        + " :acked >= acked_seq and :acked > 0 then :mark else acked_mark end,"
                        + " acked_seq = greatest(acked_seq, :acked) where "
                        + StreamTarget.BOTH))
            .bind("delivered", delivered)
            .bind("expired", expired)
            .bind("acked", acked)
            .bind("mark", mark)
            .execute();
    if (changed == 0) {
      key.bind(
              handle.createUpdate(
                  "insert into queue_position (conversation, sender, epoch, target, delivered_seq,"
                      + " expired_seq, acked_seq, acked_mark) values (:conversation, :sender,"
                      + " :epoch, :target, :delivered, :expired, :acked, :mark)"))
          .bind("delivered", delivered)
          .bind("expired", expired)
          .bind("acked", acked)
          .bind("mark", mark)
          .execute();
    }
  }

  private void finish(QueueLocks locks) {
    bodies.save();
    locks.save();
    shares.save();
  }

  private static List<Range> ranges(List<Gone> gone) {
    List<Range> ranges = new ArrayList<>();
    for (Gone row : gone) {
      long seq = row.seq();
      if (!ranges.isEmpty() && ranges.getLast().throughSeq() == seq - 1) {
        ranges.set(ranges.size() - 1, new Range(ranges.getLast().fromSeq(), seq));
      } else {
        ranges.add(new Range(seq, seq));
      }
    }
    return ranges;
  }
}
