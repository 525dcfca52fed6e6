package dev.plait.peer.outbox;

import dev.plait.peer.core.DeviceState;
import dev.plait.protocol.delivery.RangeSet;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads an own stream as it was left. The handle belongs to the calling thread. */
final class OutStreamReader {
  /** As many entries that were given up as a sender remembers of one target. */
  private static final int GIVEN_UP = 1024;

  private final Handle handle;
  private final StreamId stream;

  OutStreamReader(Handle handle, StreamId stream) {
    this.handle = handle;
    this.stream = stream;
  }

  DeviceState.OutStream read(long nextSeq) {
    List<DeviceState.Target> targets = targets();
    return new DeviceState.OutStream(stream, nextSeq, targets, pending(), givenUp(targets));
  }

  private List<DeviceState.Target> targets() {
    return handle
        .createQuery(
            "select device, first_seq, addressed_seq, delivered_seq, mark, read_seq from target"
                + " where conversation = ?")
        .bind(0, stream.conversation())
        .map(
            (rs, c) -> {
              UUID device = rs.getObject(1, UUID.class);
              long firstSeq = rs.getLong(2);
              long deliveredSeq = rs.getLong(4);
              long readSeq = rs.getLong(6);
              return new DeviceState.Target(
                  device,
                  firstSeq,
                  rs.getLong(3),
                  deliveredSeq,
                  rs.getLong(5),
                  readSeq,
                  refused(device, Math.max(firstSeq, readSeq + 1), deliveredSeq));
            })
        .list();
  }

  /** What was refused for a target, or never said to it, although its cursor is beyond. */
  private List<Range> refused(UUID target, long fromSeq, long throughSeq) {
    RangeSet seqs = new RangeSet();
    if (fromSeq <= throughSeq) {
      handle
          .createQuery(
              "select seq from outbox_refused where conversation = ? and device = ?"
                  + " and seq between ? and ? order by seq")
          .bind(0, stream.conversation())
          .bind(1, target)
          .bind(2, fromSeq)
          .bind(3, throughSeq)
          .mapTo(Long.class)
          .forEach(seq -> seqs.add(seq));
    }
    return seqs.toList();
  }

  /** Open entries; the body comes from the outbox, or from the transcript after custody. */
  private List<DeviceState.Pending> pending() {
    record Row(Entry entry, DeviceState.PendingTarget target, boolean unsent) {}
    List<Row> rows =
        handle
            .createQuery(
                "select o.seq, t.id, t.hlc, coalesce(e.body, t.body), o.device, o.after_seq,"
                    + " o.part, o.status from outbox_target o join transcript t on t.conversation"
                    + " = o.conversation and t.device = ? and t.epoch = ? and t.seq = o.seq left"
                    + " join outbox_entry e on e.conversation = o.conversation and e.seq = o.seq"
                    + " where o.conversation = ? order by o.seq, o.device")
            .bind(0, stream.device())
            .bind(1, stream.epoch())
            .bind(2, stream.conversation())
            .map(
                (rs, c) ->
                    new Row(
                        new Entry(
                            rs.getLong(1),
                            rs.getObject(2, UUID.class),
                            rs.getLong(3),
                            Bytes.of(rs.getBytes(4))),
                        new DeviceState.PendingTarget(
                            rs.getObject(5, UUID.class),
                            rs.getLong(6),
                            bytes(rs, 7),
                            rs.getInt(8) == 1),
                        rs.getInt(8) == TableWriter.UNSENT))
            .list();
    List<DeviceState.Pending> pending = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= rows.size(); i++) {
      if (i == rows.size() || rows.get(i).entry().seq() != rows.get(from).entry().seq()) {
        pending.add(
            new DeviceState.Pending(
                rows.get(from).entry(),
                rows.subList(from, i).stream().map(Row::target).toList(),
                rows.get(from).unsent()));
        from = i;
      }
    }
    return pending;
  }

  /**
   * Entries that were refused for a target, since it became one and above what it has acked; of
   * each the latest, as many as a sender remembers.
   */
  private List<DeviceState.GivenUp> givenUp(List<DeviceState.Target> targets) {
    List<DeviceState.GivenUp> all = new ArrayList<>();
    targets.forEach(target -> all.addAll(givenUp(target)));
    all.sort(Comparator.comparingLong(DeviceState.GivenUp::seq));
    return all;
  }

  private List<DeviceState.GivenUp> givenUp(DeviceState.Target target) {
    return handle
        .createQuery(
            "select r.seq, t.id from (select seq from outbox_refused where conversation ="
                + " :conversation and device = :target and seq >= :from and code <> :none order by"
                + " seq desc limit :most) r join transcript t on t.conversation = :conversation and"
                + " t.device = :device and t.epoch = :epoch and t.seq = r.seq")
        .bind("conversation", stream.conversation())
        .bind("target", target.device())
        .bind("from", Math.max(target.firstSeq(), target.deliveredSeq() + 1))
        .bind("none", EpochWriter.NOT_ADDRESSED)
        .bind("most", GIVEN_UP)
        .bind("device", stream.device())
        .bind("epoch", stream.epoch())
        .map(
            (rs, c) ->
                new DeviceState.GivenUp(
                    target.device(), rs.getLong(1), rs.getObject(2, UUID.class)))
        .list();
  }

  private static @Nullable Bytes bytes(ResultSet rs, int column) throws SQLException {
    byte[] value = rs.getBytes(column);
    return value == null ? null : Bytes.of(value);
  }
}
