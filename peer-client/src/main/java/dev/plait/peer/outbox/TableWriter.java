package dev.plait.peer.outbox;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.DiskWrite;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Turns disk writes into rows within the caller's transaction. Every write is idempotent, since a
 * group whose commit could not be confirmed is written again. Used by the disk thread only.
 */
final class TableWriter {
  private static final String PUT_TRANSCRIPT =
      "merge into transcript key (conversation, device, epoch, seq) values (?,?,?,?,?,?,?,?)";
  private static final String PUT_CURSOR =
      "merge into cursor_in (conversation, device, epoch, seq, mark)"
          + " key (conversation, device, epoch) values (?,?,?,?,?)";
  private static final String PUT_OUTBOX =
      "merge into outbox_entry key (conversation, seq) values (?,?,?)";
  private static final String PUT_OUTBOX_TARGET =
      "merge into outbox_target key (conversation, device, seq) values (?,?,?,?,?,?)";
  private static final String PUT_NEXT = "merge into outbox_stream key (conversation) values (?,?)";

  /** The status of a target while the entry was never on a path. */
  static final int UNSENT = 2;

  private final Handle handle;
  private final Map<String, PreparedBatch> batches = new HashMap<>();
  private final IdentityHashMap<DiskWrite, Set<UUID>> known = new IdentityHashMap<>();

  TableWriter(Handle handle) {
    this.handle = handle;
  }

  /** Ids of received entries of that write that were not kept, since the transcript had them. */
  Set<UUID> known(DiskWrite write) {
    return known.getOrDefault(write, Set.of());
  }

  /** Writes all, in order as far as order matters: inserts of a run come before its changes. */
  void write(List<DiskWrite> writes) {
    for (DiskWrite write : writes) {
      switch (write) {
        case DiskWrite.Sent sent -> sent(sent);
        case DiskWrite.Received received when !received.again() -> received(received);
        default -> {
          flush();
          change(write);
        }
      }
    }
    flush();
  }

  private void change(DiskWrite write) {
    switch (write) {
      case DiskWrite.Sent sent -> sent(sent);
      case DiskWrite.Reworded reworded -> reworded(reworded);
      case DiskWrite.LetGo letGo -> letGo(letGo);
      case DiskWrite.Received received -> received(received);
      case DiskWrite.Strays strays -> strays(strays);
      case DiskWrite.EpochBegun(var change) -> new EpochWriter(handle).write(change);
      case DiskWrite.Delivered(var stream, var device, var through, var mark) ->
          delivered(stream, device, through, mark);
      case DiskWrite.Stored(var stream, var device, var seqs) -> custody(stream, device, seqs, 1);
      case DiskWrite.CustodyTakenBack(var stream, var device, var seqs) ->
          custody(stream, device, seqs, 0);
      case DiskWrite.NeverDelivered never -> neverDelivered(never);
      case DiskWrite.Read(var stream, var device, var through) -> read(stream, device, through);
      case DiskWrite.Forget(var stream, var seqs) -> {
        for (Range range : seqs) {
          handle.execute(
              "delete from outbox_entry where conversation = ? and seq between ? and ?",
              stream.conversation(),
              range.fromSeq(),
              range.throughSeq());
        }
      }
      case DiskWrite.TargetGone gone -> new TargetWriter(handle).gone(gone);
      case DiskWrite.TargetReplaced replaced -> new TargetWriter(handle).replaced(replaced);
      case DiskWrite.RosterKept(var roster) -> roster(roster);
      case DiskWrite.ChangesKnown(var known) -> {
        meta(DeviceData.META_CHANGES, Long.toString(known.throughChange()));
        meta(DeviceData.META_LATEST_CHANGE, Long.toString(known.latestChange()));
      }
      case DiskWrite.RosterGone(var conversation) ->
          handle.execute("update roster set gone = true where conversation = ?", conversation);
      case DiskWrite.OwnRead(var stream, var through) ->
          handle.execute(
              "update cursor_in set read_seq = greatest(read_seq, ?)"
                  + " where conversation = ? and device = ? and epoch = ?",
              through,
              stream.conversation(),
              stream.device(),
              stream.epoch());
      case DiskWrite.LastStamp(var hlc) ->
          meta(DeviceData.META_LAST_STAMP, Long.toUnsignedString(hlc));
      case DiskWrite.ServerClock(var aheadMs) ->
          meta(DeviceData.META_SERVER_AHEAD, Long.toString(aheadMs));
    }
  }

  private void meta(String name, String text) {
    handle.execute("merge into meta key (name) values (?,?)", name, text);
  }

  private void sent(DiskWrite.Sent sent) {
    StreamId stream = sent.stream();
    Entry entry = sent.entry().entry();
    byte[] body = entry.body().toArray();
    transcript(stream, entry, body, ArrivedBy.SELF);
    add(PUT_OUTBOX, stream.conversation(), entry.seq(), body);
    add(PUT_NEXT, stream.conversation(), entry.seq() + 1);
    for (Address address : sent.entry().to()) {
      add(
          PUT_OUTBOX_TARGET,
          stream.conversation(),
          address.device(),
          entry.seq(),
          address.afterSeq(),
          array(address.part()),
          sent.unsent() ? UNSENT : 0);
      add(
          "merge into target as t using (values (cast(? as uuid), cast(? as uuid), cast(? as"
              + " bigint))) as s (c, d, q) on t.conversation = s.c and t.device = s.d when matched"
              + " then update set addressed_seq = s.q when not matched then insert (conversation,"
              + " device, addressed_seq, delivered_seq, read_seq, first_seq) values (s.c, s.d, s.q,"
              + " 0, 0, s.q)",
          stream.conversation(),
          address.device(),
          entry.seq());
    }
  }

  private void read(StreamId stream, UUID device, long through) {
    handle.execute(
        "update target set read_seq = greatest(read_seq, ?)"
            + " where conversation = ? and device = ?",
        through,
        stream.conversation(),
        device);
  }

  private void letGo(DiskWrite.LetGo letGo) {
    handle.execute(
        "update outbox_target set status = 0"
            + " where conversation = ? and seq <= ? and status = ?",
        letGo.stream().conversation(),
        letGo.throughSeq(),
        UNSENT);
  }

  private void reworded(DiskWrite.Reworded write) {
    write.entries().forEach(entry -> reworded(write.stream(), entry));
  }

  private void reworded(StreamId stream, Entry entry) {
    byte[] body = entry.body().toArray();
    handle.execute(
        "update transcript set body = ?"
            + " where conversation = ? and device = ? and epoch = ? and seq = ?",
        body,
        stream.conversation(),
        stream.device(),
        stream.epoch(),
        entry.seq());
    handle.execute(
        "update outbox_entry set body = ? where conversation = ? and seq = ?",
        body,
        stream.conversation(),
        entry.seq());
  }

  private void received(DiskWrite.Received received) {
    StreamId stream = received.stream();
    KnownIds ids =
        received.again() ? KnownIds.read(handle, stream, received.entries()) : KnownIds.none();
    for (AddressedEntry addressed : received.entries()) {
      Entry entry = addressed.entry();
      if (!received.again() || !isKnown(received, ids, entry)) {
        transcript(stream, entry, entry.body().toArray(), received.by());
      }
    }
    cursor(stream, received.cursorSeq(), received.mark());
  }

  private void cursor(StreamId stream, long seq, long mark) {
    add(PUT_CURSOR, stream.conversation(), stream.device(), stream.epoch(), seq, mark);
  }

  private void strays(DiskWrite.Strays strays) {
    KnownIds ids = KnownIds.read(handle, strays.stream(), strays.entries());
    for (AddressedEntry addressed : strays.entries()) {
      Entry entry = addressed.entry();
      StreamId stream = DiskWrite.Strays.placeOf(strays.stream(), entry);
      if (!isKnown(strays, ids, entry)) {
        transcript(stream, entry, entry.body().toArray(), strays.by());
        cursor(stream, entry.seq(), stream.epoch());
      }
    }
  }

  private boolean isKnown(DiskWrite write, KnownIds ids, Entry entry) {
    boolean isKnown = ids.contains(entry);
    if (isKnown) {
      known.computeIfAbsent(write, _ -> new HashSet<>()).add(entry.id());
    }
    return isKnown;
  }

  private void transcript(StreamId stream, Entry entry, byte[] body, ArrivedBy by) {
    add(
        PUT_TRANSCRIPT,
        stream.conversation(),
        stream.device(),
        stream.epoch(),
        entry.seq(),
        entry.id(),
        entry.hlc(),
        body,
        by.code());
  }

  private void delivered(StreamId stream, UUID device, long through, long mark) {
    handle.execute(
        "delete from outbox_target where conversation = ? and device = ? and seq <= ?",
        stream.conversation(),
        device,
        through);
    handle.execute(
        "update target set delivered_seq = ?, mark = ? where conversation = ? and device = ? and"
            + " delivered_seq <= ?",
        through,
        mark,
        stream.conversation(),
        device,
        through);
  }

  private void custody(StreamId stream, UUID device, List<Range> seqs, int status) {
    for (Range range : seqs) {
      handle.execute(
          "update outbox_target set status = ?"
              + " where conversation = ? and device = ? and seq between ? and ?",
          status,
          stream.conversation(),
          device,
          range.fromSeq(),
          range.throughSeq());
    }
  }

  private void neverDelivered(DiskWrite.NeverDelivered never) {
    for (Range range : never.seqs()) {
      handle.execute(
          "merge into outbox_refused key (conversation, device, seq) select conversation, device,"
              + " seq, ? from outbox_target where conversation = ? and device = ? and seq between"
              + " ? and ?",
          never.code(),
          never.stream().conversation(),
          never.device(),
          range.fromSeq(),
          range.throughSeq());
      handle.execute(
          "delete from outbox_target where conversation = ? and device = ? and seq between ? and ?",
          never.stream().conversation(),
          never.device(),
          range.fromSeq(),
          range.throughSeq());
    }
  }

  private void roster(Frame.Roster roster) {
    UUID conversation = roster.conversation();
    handle.execute(
        "merge into roster key (conversation) values (?,?,?,?,?)",
        conversation,
        roster.version(),
        roster.kind().name().toLowerCase(Locale.ROOT),
        roster.title(),
        false);
    handle.execute("delete from member where conversation = ?", conversation);
    int place = 0;
    for (Member member : roster.members()) {
      handle
          .createUpdate("insert into member values (?,?,?,?,?,?,?,?,?)")
          .bind(0, conversation)
          .bind(1, member.account())
          .bind(2, place++)
          .bind(3, member.handle())
          .bind(4, member.displayName())
          .bind(5, member.owner())
          .bind(6, member.accepted())
          .bind(7, (Object) member.devices().toArray(UUID[]::new))
          .bind(8, member.nameVersion())
          .execute();
    }
  }

  private void add(String sql, @Nullable Object... values) {
    batches.computeIfAbsent(sql, handle::prepareBatch).add(values);
  }

  private void flush() {
    for (PreparedBatch batch : batches.values()) {
      batch.execute();
      batch.close();
    }
    batches.clear();
  }

  private static byte @Nullable [] array(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.toArray();
  }
}
