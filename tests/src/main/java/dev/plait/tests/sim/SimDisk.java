package dev.plait.tests.sim;

import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a device has synced: all that is left of it after a crash. Works like the real tables. */
final class SimDisk {
  private static final class OwnStream {
    final StreamId id;
    final TreeMap<Long, Entry> said = new TreeMap<>();
    final TreeMap<Long, Entry> outbox = new TreeMap<>();
    final Map<UUID, OwnTarget> targets = new LinkedHashMap<>();
    long nextSeq = 1;

    OwnStream(StreamId id) {
      this.id = id;
    }
  }

  private static final class OwnTarget {
    final TreeMap<Long, DeviceState.PendingTarget> open = new TreeMap<>();
    long addressed;
    long delivered;
    long read;

    Status status(long seq) {
      DeviceState.PendingTarget pending = open.get(seq);
      if (pending != null) {
        return pending.stored() ? Status.STORED : Status.SENT;
      }
      return seq <= delivered ? Status.DELIVERED : Status.REFUSED;
    }
  }

  private static final class Cursor {
    long seq;
    long read;
  }

  private final UUID account;
  private final UUID device;
  private final Map<UUID, Frame.Roster> rosters = new LinkedHashMap<>();
  private final Map<UUID, OwnStream> own = new LinkedHashMap<>();
  private final Map<StreamId, Cursor> cursors = new LinkedHashMap<>();
  private final Map<UUID, TreeMap<TranscriptOrder, UUID>> transcripts = new LinkedHashMap<>();

  SimDisk(UUID account, UUID device) {
    this.account = account;
    this.device = device;
  }

  void apply(DiskWrite write) {
    switch (write) {
      case DiskWrite.Sent(var stream, var posted) -> sent(own(stream), posted);
      case DiskWrite.Received(var stream, var entries, var cursor, _) -> {
        entries.forEach(entry -> addRow(stream, entry.entry()));
        cursors.computeIfAbsent(stream, _ -> new Cursor()).seq = cursor;
      }
      case DiskWrite.Delivered(var stream, var target, var through) -> {
        OwnTarget at = target(stream, target);
        at.open.headMap(through, true).clear();
        at.delivered = Math.max(at.delivered, through);
      }
      case DiskWrite.Stored(var stream, var target, var seqs) ->
          custody(stream, target, seqs, true);
      case DiskWrite.CustodyTakenBack(var stream, var target, var seqs) ->
          custody(stream, target, seqs, false);
      case DiskWrite.NeverDelivered(var stream, var target, var seqs, _) ->
          seqs.forEach(r -> part(target(stream, target).open, r).clear());
      case DiskWrite.Read(var stream, var target, var through) -> {
        OwnTarget at = target(stream, target);
        at.read = Math.max(at.read, through);
      }
      case DiskWrite.Forget(var stream, var seqs) ->
          seqs.forEach(r -> part(own(stream).outbox, r).clear());
      case DiskWrite.TargetGone(var stream, var target) -> own(stream).targets.remove(target);
      case DiskWrite.RosterKept(var roster) -> rosters.put(roster.conversation(), roster);
      case DiskWrite.RosterGone(var conversation) -> rosters.remove(conversation);
      case DiskWrite.OwnRead(var stream, var through) -> {
        Cursor cursor = cursors.computeIfAbsent(stream, _ -> new Cursor());
        cursor.read = Math.max(cursor.read, through);
      }
    }
  }

  private void sent(OwnStream stream, PostedEntry posted) {
    Entry entry = posted.entry();
    long seq = entry.seq();
    stream.said.put(seq, entry);
    stream.outbox.put(seq, entry);
    stream.nextSeq = seq + 1;
    addRow(stream.id, entry);
    for (Address to : posted.to()) {
      OwnTarget target = stream.targets.computeIfAbsent(to.device(), _ -> new OwnTarget());
      target.addressed = seq;
      target.open.put(
          seq, new DeviceState.PendingTarget(to.device(), to.afterSeq(), to.part(), false));
    }
  }

  private void custody(StreamId stream, UUID target, List<Range> seqs, boolean stored) {
    for (Range range : seqs) {
      part(target(stream, target).open, range)
          .replaceAll(
              (_, at) ->
                  new DeviceState.PendingTarget(at.device(), at.afterSeq(), at.part(), stored));
    }
  }

  private OwnStream own(StreamId stream) {
    return own.computeIfAbsent(stream.conversation(), _ -> new OwnStream(stream));
  }

  /** A row that is not there changes nothing, as an update in SQL does. */
  private OwnTarget target(StreamId stream, UUID target) {
    OwnTarget at = own(stream).targets.get(target);
    return at == null ? new OwnTarget() : at;
  }

  private static <T> NavigableMap<Long, T> part(NavigableMap<Long, T> rows, Range range) {
    return rows.subMap(range.fromSeq(), true, range.throughSeq(), true);
  }

  private void addRow(StreamId stream, Entry entry) {
    transcript(stream.conversation())
        .put(new TranscriptOrder(entry.hlc(), stream.device(), entry.seq()), entry.id());
  }

  /** What a start finds. */
  DeviceState load(long epoch, long localMs) {
    List<DeviceState.OutStream> out = new ArrayList<>();
    own.values().forEach(stream -> out.add(load(stream)));
    List<DeviceState.Cursor> in = new ArrayList<>();
    cursors.forEach((id, at) -> in.add(new DeviceState.Cursor(id, at.seq, at.read)));
    List<Long> hlcs = new ArrayList<>();
    transcripts.values().forEach(rows -> addLatest(rows, localMs, hlcs));
    return new DeviceState(account, device, epoch, hlcs, List.copyOf(rosters.values()), out, in);
  }

  private static DeviceState.OutStream load(OwnStream stream) {
    List<DeviceState.Target> targets = new ArrayList<>();
    TreeMap<Long, List<DeviceState.PendingTarget>> open = new TreeMap<>();
    stream.targets.forEach(
        (id, at) -> {
          targets.add(new DeviceState.Target(id, at.addressed, at.delivered, at.read));
          at.open.forEach(
              (seq, pending) -> open.computeIfAbsent(seq, _ -> new ArrayList<>()).add(pending));
        });
    List<DeviceState.Pending> entries = new ArrayList<>();
    open.forEach(
        (seq, to) ->
            entries.add(new DeviceState.Pending(Objects.requireNonNull(stream.said.get(seq)), to)));
    return new DeviceState.OutStream(stream.id, stream.nextSeq, targets, entries);
  }

  private static void addLatest(
      NavigableMap<TranscriptOrder, UUID> rows, long localMs, List<Long> into) {
    TranscriptOrder most =
        new TranscriptOrder(
            HybridClock.of(localMs + HybridClock.MAX_AHEAD_MS, 0), new UUID(0, 0), 0);
    TranscriptOrder latest = rows.lowerKey(most);
    if (latest != null) {
      into.add(latest.hlc());
    }
    rows.tailMap(most, true).keySet().stream()
        .limit(HybridClock.MAX_AHEAD_STAMPS)
        .forEach(row -> into.add(row.hlc()));
  }

  /** Takes the status of one own entry at one target. */
  interface StatusTaker {
    void take(StreamId stream, UUID target, long seq, Status status);
  }

  /** What a start knows of every own entry. */
  void statuses(StatusTaker taker) {
    for (OwnStream stream : own.values()) {
      stream.targets.forEach(
          (target, at) ->
              stream
                  .said
                  .keySet()
                  .forEach(seq -> taker.take(stream.id, target, seq, at.status(seq))));
    }
  }

  long cursor(StreamId stream) {
    Cursor cursor = cursors.get(stream);
    return cursor == null ? 0 : cursor.seq;
  }

  /** The entry while the outbox keeps it, else null. */
  @Nullable Entry inOutbox(StreamId stream, long seq) {
    return own(stream).outbox.get(seq);
  }

  /** Own entries, as the transcript has them. */
  List<Entry> said(StreamId stream, List<Range> seqs) {
    List<Entry> entries = new ArrayList<>();
    seqs.forEach(range -> entries.addAll(part(own(stream).said, range).values()));
    return entries;
  }

  NavigableMap<TranscriptOrder, UUID> transcript(UUID conversation) {
    return transcripts.computeIfAbsent(conversation, _ -> new TreeMap<>());
  }
}
