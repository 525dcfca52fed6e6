package dev.plait.store.jdbc;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.Page;
import dev.plait.store.QueueTotals;
import dev.plait.store.QueuedEntry;
import dev.plait.store.StoredPosition;
import dev.plait.store.StoredSeqs;
import dev.plait.store.Usage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The questions about queues. Stateless; each call uses the caller's handle. */
final class QueueReader {
  private record Slot(long pos, int bytes) {}

  private record Bounds(long deliveredSeq, long expiredSeq, long ackedSeq, long ackedMark) {}

  private QueueReader() {}

  static Page page(Handle handle, UUID device, long after, int maxEntries, long maxBytes) {
    List<Slot> slots =
        handle
            .createQuery(
                "select pos, bytes from queue_row where target = :target and pos > :after"
                    + " order by pos limit :limit")
            .bind("target", device)
            .bind("after", after)
            .bind("limit", maxEntries + 1)
            .map((rs, ctx) -> new Slot(rs.getLong(1), rs.getInt(2)))
            .list();
    long through = after;
    long bytes = 0;
    int taken = 0;
    for (Slot slot : slots) {
      bytes += slot.bytes();
      if (taken == maxEntries || (taken > 0 && bytes > maxBytes)) {
        break;
      }
      through = slot.pos();
      taken++;
    }
    if (taken == 0) {
      return new Page(List.of(), false);
    }
    return new Page(entries(handle, device, after, through), taken < slots.size());
  }

  private static List<QueuedEntry> entries(Handle handle, UUID device, long after, long through) {
    return handle
        .createQuery(
            "select r.conversation, r.sender, r.epoch, r.seq, r.pos, r.after_seq, r.part,"
                + " r.accepted_ms, b.id, b.hlc, b.body from queue_row r join queue_body b on"
                + " b.conversation = r.conversation and b.sender = r.sender and b.epoch = r.epoch"
                + " and b.seq = r.seq where r.target = :target and r.pos > :after and r.pos <="
                + " :through order by r.pos")
        .bind("target", device)
        .bind("after", after)
        .bind("through", through)
        .map((rs, ctx) -> entry(rs))
        .list();
  }

  private static QueuedEntry entry(ResultSet rs) throws SQLException {
    Entry entry =
        new Entry(
            rs.getLong("seq"),
            rs.getObject("id", UUID.class),
            rs.getLong("hlc"),
            Bytes.of(rs.getBytes("body")));
    return new QueuedEntry(
        rs.getLong("pos"),
        stream(rs),
        new AddressedEntry(entry, rs.getLong("after_seq"), bytes(rs.getBytes("part"))),
        rs.getLong("accepted_ms"));
  }

  static StreamId stream(ResultSet rs) throws SQLException {
    return new StreamId(
        rs.getObject("conversation", UUID.class),
        rs.getObject("sender", UUID.class),
        rs.getLong("epoch"));
  }

  static @Nullable Bytes bytes(byte @Nullable [] value) {
    return value == null ? null : Bytes.of(value);
  }

  static List<StoredPosition> positions(Handle handle, Collection<StreamId> streams) {
    List<StoredPosition> all = new ArrayList<>();
    for (StreamId stream : new LinkedHashSet<>(streams)) {
      Map<UUID, StoredSeqs> stored = stored(handle, stream);
      Map<UUID, Bounds> bounds = bounds(handle, stream);
      stored.keySet().forEach(target -> bounds.putIfAbsent(target, new Bounds(0, 0, 0, 0)));
      bounds.forEach(
          (target, known) ->
              all.add(
                  new StoredPosition(
                      stream,
                      target,
                      known.deliveredSeq(),
                      known.expiredSeq(),
                      known.ackedSeq(),
                      known.ackedMark(),
                      stored.getOrDefault(target, new StoredSeqs()).pieces())));
    }
    return all;
  }

  private static Map<UUID, Bounds> bounds(Handle handle, StreamId stream) {
    Map<UUID, Bounds> found = new TreeMap<>();
    StreamTarget.bindStream(
            handle.createQuery(
                "select target, delivered_seq, expired_seq, acked_seq, acked_mark from"
                    + " queue_position where "
                    + StreamTarget.STREAM),
            stream)
        .map(
            (rs, ctx) ->
                Map.entry(
                    rs.getObject(1, UUID.class),
                    new Bounds(rs.getLong(2), rs.getLong(3), rs.getLong(4), rs.getLong(5))))
        .forEach(row -> found.put(row.getKey(), row.getValue()));
    return found;
  }

  private static Map<UUID, StoredSeqs> stored(Handle handle, StreamId stream) {
    Map<UUID, StoredSeqs> found = new TreeMap<>();
    StreamTarget.bindStream(
            handle.createQuery(
                "select r.target, r.seq, b.id from queue_row r join queue_body b on b.conversation"
                    + " = r.conversation and b.sender = r.sender and b.epoch = r.epoch and b.seq ="
                    + " r.seq where r.conversation = :conversation and r.sender = :sender and"
                    + " r.epoch = :epoch order by r.target, r.seq"),
            stream)
        .map(
            (rs, ctx) -> {
              found
                  .computeIfAbsent(rs.getObject(1, UUID.class), _ -> new StoredSeqs())
                  .add(rs.getLong(2), rs.getObject(3, UUID.class));
              return true;
            })
        .list();
    return found;
  }

  static Usage usage(Handle handle, UUID device) {
    return handle
        .createQuery("select entries, bytes from queue_device where target = :target")
        .bind("target", device)
        .map((rs, ctx) -> new Usage(rs.getInt(1), rs.getLong(2)))
        .findOne()
        .orElse(new Usage(0, 0));
  }

  static QueueTotals totals(Handle handle) {
    return handle
        .createQuery(
            "select count(*), coalesce(sum(entries), 0), coalesce(sum(bytes), 0),"
                + " coalesce(max(entries), 0) from queue_device where entries > 0")
        .map(
            (rs, ctx) ->
                new QueueTotals(rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4)))
        .one();
  }
}
