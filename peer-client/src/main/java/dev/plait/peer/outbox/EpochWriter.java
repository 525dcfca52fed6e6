package dev.plait.peer.outbox;

import dev.plait.peer.core.EpochChange;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes an outbox that was numbered anew in place of the old one (DLV-22), within the caller's
 * transaction. May be repeated. Used by the disk thread only.
 */
final class EpochWriter {
  /** Instead of a refusal: the entry was not said again to that device. */
  static final String NOT_ADDRESSED = "not-addressed";

  private final Handle handle;

  EpochWriter(Handle handle) {
    this.handle = handle;
  }

  void write(EpochChange change) {
    handle.execute("delete from outbox_entry");
    handle.execute("delete from outbox_target");
    handle.execute("delete from outbox_refused");
    handle.execute("delete from target");
    handle.execute("delete from outbox_stream");
    for (EpochChange.Stream stream : change.streams()) {
      stream(stream);
    }
    meta(DeviceData.META_EPOCH, Long.toUnsignedString(change.epoch()));
    meta(DeviceData.META_EPOCH_BEGUN, Long.toString(change.start().atMs()));
    meta(DeviceData.META_EPOCH_PAUSE, Long.toString(change.start().pauseMs()));
    incarnations(change.incarnations());
  }

  private void incarnations(List<Long> newestFirst) {
    handle.execute("delete from incarnation");
    int place = newestFirst.size();
    for (long incarnation : newestFirst) {
      handle.execute("insert into incarnation values (?,?)", place--, incarnation);
    }
  }

  private void stream(EpochChange.Stream stream) {
    UUID conversation = stream.to().conversation();
    Map<UUID, Long> firstSeqs = new HashMap<>();
    Map<UUID, Long> lastSeqs = new HashMap<>();
    for (EpochChange.Moved moved : stream.moved()) {
      long seq = moved.entry().entry().seq();
      moveTranscript(stream.from(), moved.oldSeq(), stream.to(), seq);
      for (Address address : moved.entry().to()) {
        firstSeqs.putIfAbsent(address.device(), seq);
        lastSeqs.put(address.device(), seq);
        handle.execute(
            "insert into outbox_target (conversation, device, seq, after_seq, part, status) values"
                + " (?,?,?,?,?,?)",
            conversation,
            address.device(),
            seq,
            address.afterSeq(),
            array(address.part()),
            moved.unsent() ? TableWriter.UNSENT : 0);
      }
    }
    lastSeqs.forEach(
        (device, seq) ->
            handle.execute(
                "insert into target (conversation, device, addressed_seq, delivered_seq, read_seq,"
                    + " mark, first_seq) values (?,?,?,0,0,0,?)",
                conversation,
                device,
                seq,
                firstSeqs.get(device)));
    notAddressed(stream.to());
    handle.execute(
        "insert into outbox_stream (conversation, next_seq) values (?,?)",
        conversation,
        stream.moved().size() + 1L);
  }

  /** No cursor speaks for what is said again to other devices (DLV-25). */
  private void notAddressed(StreamId stream) {
    handle.execute(
        "insert into outbox_refused (conversation, device, seq, code) select t.conversation,"
            + " t.device, r.seq, ? from target t join transcript r on r.conversation ="
            + " t.conversation and r.device = ? and r.epoch = ? and r.seq > t.first_seq left join"
            + " outbox_target o on o.conversation = t.conversation and o.device = t.device and"
            + " o.seq = r.seq where t.conversation = ? and o.seq is null",
        NOT_ADDRESSED,
        stream.device(),
        stream.epoch(),
        stream.conversation());
  }

  private void moveTranscript(StreamId from, long oldSeq, StreamId to, long seq) {
    handle.execute(
        "update transcript set epoch = ?, seq = ?"
            + " where conversation = ? and device = ? and epoch = ? and seq = ?",
        to.epoch(),
        seq,
        from.conversation(),
        from.device(),
        from.epoch(),
        oldSeq);
  }

  private void meta(String name, String text) {
    handle.execute("merge into meta key (name) values (?,?)", name, text);
  }

  private static byte @Nullable [] array(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.toArray();
  }
}
