package dev.plait.tests.sim;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.KeptClock;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a device has synced: all that is left of it after a crash. Works like the real tables. */
final class SimDisk {
  private static final class Cursor {
    long seq;
    long mark;
    long read;

    Cursor copy() {
      Cursor copy = new Cursor();
      copy.seq = seq;
      copy.mark = mark;
      copy.read = read;
      return copy;
    }
  }

  private final UUID account;
  private final UUID device;
  private final List<Long> incarnations = new ArrayList<>();
  private long epoch;
  private long epochBegunAtMs;
  private long lastStamp;
  private long serverAheadMs;
  private long ownLastHlc;
  private final Map<UUID, Frame.Roster> rosters = new LinkedHashMap<>();
  private final Map<UUID, SimOutbox> own = new LinkedHashMap<>();
  private final Map<StreamId, Cursor> cursors = new LinkedHashMap<>();
  private final Map<UUID, TreeMap<TranscriptOrder, UUID>> transcripts = new LinkedHashMap<>();

  /** Ids in the transcript by speaker: the key is a stream without its epoch. */
  private final Map<StreamId, Set<UUID>> ids = new LinkedHashMap<>();

  SimDisk(UUID account, UUID device) {
    this.account = account;
    this.device = device;
    this.epoch = device.getLeastSignificantBits();
  }

  /** Another disk with the same on it. */
  SimDisk copy() {
    SimDisk copy = new SimDisk(account, device);
    copy.become(this);
    return copy;
  }

  boolean isOf(UUID owner) {
    return device.equals(owner);
  }

  /** Everything is as on another disk of the same device. */
  void become(SimDisk other) {
    incarnations.clear();
    incarnations.addAll(other.incarnations);
    epoch = other.epoch;
    epochBegunAtMs = other.epochBegunAtMs;
    lastStamp = other.lastStamp;
    serverAheadMs = other.serverAheadMs;
    ownLastHlc = other.ownLastHlc;
    rosters.clear();
    rosters.putAll(other.rosters);
    own.clear();
    other.own.forEach((conversation, stream) -> own.put(conversation, stream.copy()));
    cursors.clear();
    other.cursors.forEach((stream, cursor) -> cursors.put(stream, cursor.copy()));
    transcripts.clear();
    other.transcripts.forEach(
        (conversation, rows) -> transcripts.put(conversation, new TreeMap<>(rows)));
    ids.clear();
    other.ids.forEach((of, known) -> ids.put(of, new HashSet<>(known)));
  }

  void keepIncarnation(long incarnation) {
    incarnations.addFirst(incarnation);
  }

  /** CLK-1: a stamp is above all that the device has given, whatever its clock says. */
  void checkRises(long hlc) {
    if (Long.compareUnsigned(hlc, ownLastHlc) <= 0) {
      throw new SimViolation("CLK-1 stamp", "a new entry is stamped below an own one");
    }
  }

  /** Ids of everything that this device has said, as far as the disk knows. */
  Set<UUID> saidIds() {
    Set<UUID> said = new HashSet<>();
    ids.forEach((of, known) -> said.addAll(of.device().equals(device) ? known : Set.of()));
    return said;
  }

  /** Writes, and returns the ids of received entries that were known already. */
  Set<UUID> apply(DiskWrite write) {
    Set<UUID> known = new HashSet<>();
    switch (write) {
      case DiskWrite.Sent(var stream, var posted, var unsent) -> {
        sent(own(stream), posted);
        own(stream).handleUnsent(unsent ? posted.entry().seq() : Long.MAX_VALUE);
      }
      case DiskWrite.Reworded(var stream, var entries) ->
          entries.forEach(entry -> own(stream).reword(entry));
      case DiskWrite.LetGo(var stream, _) -> own(stream).unsentFrom = Long.MAX_VALUE;
      case DiskWrite.Received(var stream, var entries, var cursor, var mark, _, var again) -> {
        entries.forEach(entry -> received(stream, entry.entry(), again, known));
        Cursor at = cursors.computeIfAbsent(stream, _ -> new Cursor());
        at.seq = cursor;
        at.mark = mark;
      }
      case DiskWrite.Strays(var stream, var entries, _) ->
          entries.forEach(
              entry ->
                  stray(DiskWrite.Strays.placeOf(stream, entry.entry()), entry.entry(), known));
      case DiskWrite.EpochBegun(var change) -> {
        epoch = change.epoch();
        epochBegunAtMs = change.atMs();
        change.streams().forEach(this::beginAgain);
      }
      case DiskWrite.Delivered(var stream, var target, var through, var mark) ->
          target(stream, target).handleDelivered(through, mark);
      case DiskWrite.Stored(var stream, var target, var seqs) ->
          custody(stream, target, seqs, true);
      case DiskWrite.CustodyTakenBack(var stream, var target, var seqs) ->
          custody(stream, target, seqs, false);
      case DiskWrite.NeverDelivered(var stream, var target, var seqs, _) ->
          seqs.forEach(
              range -> {
                var open = part(target(stream, target).open, range);
                open.keySet().forEach(seq -> own(stream).refused.add(Map.entry(target, seq)));
                open.clear();
              });
      case DiskWrite.Read(var stream, var target, var through) -> {
        SimOutbox.OwnTarget at = target(stream, target);
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
      case DiskWrite.LastStamp(var hlc) -> lastStamp = hlc;
      case DiskWrite.ServerClock(var aheadMs) -> serverAheadMs = aheadMs;
    }
    return known;
  }

  private void received(StreamId stream, Entry entry, boolean again, Set<UUID> known) {
    if (again && ids(stream).contains(entry.id())) {
      known.add(entry.id());
    } else {
      addRow(stream, entry);
    }
  }

  private void stray(StreamId place, Entry entry, Set<UUID> known) {
    received(place, entry, true, known);
    if (!known.contains(entry.id())) {
      Cursor at = cursors.computeIfAbsent(place, _ -> new Cursor());
      at.seq = entry.seq();
      at.mark = place.epoch();
    }
  }

  private void beginAgain(EpochChange.Stream change) {
    SimOutbox fresh = new SimOutbox(change.to());
    NavigableMap<TranscriptOrder, UUID> rows = transcript(change.to().conversation());
    for (EpochChange.Moved moved : change.moved()) {
      Entry entry = moved.entry().entry();
      rows.remove(new TranscriptOrder(entry.hlc(), device, moved.oldSeq()));
      sent(fresh, moved.entry());
    }
    own.put(change.to().conversation(), fresh);
  }

  private Set<UUID> ids(StreamId stream) {
    return ids.computeIfAbsent(
        new StreamId(stream.conversation(), stream.device(), 0), _ -> new HashSet<>());
  }

  private void sent(SimOutbox stream, PostedEntry posted) {
    Entry entry = posted.entry();
    long seq = entry.seq();
    stream.said.put(seq, entry);
    stream.outbox.put(seq, entry);
    stream.nextSeq = seq + 1;
    ownLastHlc = Math.max(ownLastHlc, entry.hlc());
    addRow(stream.id, entry);
    for (Address to : posted.to()) {
      SimOutbox.OwnTarget target =
          stream.targets.computeIfAbsent(to.device(), _ -> new SimOutbox.OwnTarget(seq));
      target.addressed = seq;
      target.said.add(seq);
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

  private SimOutbox own(StreamId stream) {
    return own.computeIfAbsent(stream.conversation(), _ -> new SimOutbox(stream));
  }

  /** A row that is not there changes nothing, as an update in SQL does. */
  private SimOutbox.OwnTarget target(StreamId stream, UUID target) {
    SimOutbox.OwnTarget at = own(stream).targets.get(target);
    return at == null ? new SimOutbox.OwnTarget(0) : at;
  }

  private static <T> NavigableMap<Long, T> part(NavigableMap<Long, T> rows, Range range) {
    return rows.subMap(range.fromSeq(), true, range.throughSeq(), true);
  }

  private void addRow(StreamId stream, Entry entry) {
    ids(stream).add(entry.id());
    transcript(stream.conversation())
        .put(new TranscriptOrder(entry.hlc(), stream.device(), entry.seq()), entry.id());
  }

  /** What a start finds. */
  DeviceState load(long localMs) {
    List<DeviceState.OutStream> out = new ArrayList<>();
    own.values().forEach(stream -> out.add(load(stream)));
    List<DeviceState.Cursor> in = new ArrayList<>();
    cursors.forEach((id, at) -> in.add(new DeviceState.Cursor(id, at.seq, at.mark, at.read)));
    return new DeviceState(
        account,
        device,
        epoch,
        epochBegunAtMs,
        incarnations,
        clock(localMs),
        List.copyOf(rosters.values()),
        out,
        in);
  }

  private static DeviceState.OutStream load(SimOutbox stream) {
    List<DeviceState.Target> targets = new ArrayList<>();
    TreeMap<Long, List<DeviceState.PendingTarget>> open = new TreeMap<>();
    stream.targets.forEach(
        (id, at) -> {
          targets.add(
              new DeviceState.Target(
                  id,
                  at.first,
                  at.addressed,
                  at.delivered,
                  at.mark,
                  at.read,
                  stream.refusedBelow(id, at)));
          at.open.forEach(
              (seq, pending) -> open.computeIfAbsent(seq, _ -> new ArrayList<>()).add(pending));
        });
    List<DeviceState.Pending> entries = new ArrayList<>();
    open.forEach(
        (seq, to) ->
            entries.add(
                new DeviceState.Pending(
                    Objects.requireNonNull(stream.said.get(seq)), to, seq >= stream.unsentFrom)));
    List<DeviceState.GivenUp> givenUp = new ArrayList<>();
    for (Map.Entry<UUID, Long> refused : stream.refused) {
      SimOutbox.OwnTarget at = stream.targets.get(refused.getKey());
      Entry entry = stream.said.get(refused.getValue());
      if (at != null && entry != null && entry.seq() > at.delivered) {
        givenUp.add(new DeviceState.GivenUp(refused.getKey(), entry.seq(), entry.id()));
      }
    }
    return new DeviceState.OutStream(stream.id, stream.nextSeq, targets, entries, givenUp);
  }

  private KeptClock clock(long localMs) {
    long last = lastStamp;
    long mostHlc = KeptClock.mostHlc(lastStamp, localMs + serverAheadMs);
    TranscriptOrder most = new TranscriptOrder(mostHlc + 1, new UUID(0, 0), 0);
    List<Long> ahead = new ArrayList<>();
    for (NavigableMap<TranscriptOrder, UUID> rows : transcripts.values()) {
      TranscriptOrder latest = rows.lowerKey(most);
      last = latest == null ? last : Math.max(last, latest.hlc());
      rows.tailMap(most, true).keySet().stream()
          .limit(HybridClock.MAX_AHEAD_STAMPS)
          .forEach(row -> ahead.add(row.hlc()));
    }
    return new KeptClock(last, ahead, serverAheadMs);
  }

  /** Takes the status of one own entry at one target. */
  interface StatusTaker {
    void take(StreamId stream, UUID target, long seq, Status status);
  }

  /** What a start knows of every own entry. */
  void statuses(StatusTaker taker) {
    for (SimOutbox stream : own.values()) {
      stream.targets.forEach(
          (target, at) ->
              stream
                  .said
                  .keySet()
                  .forEach(
                      seq -> {
                        if (stream.refused.contains(Map.entry(target, seq))) {
                          taker.take(stream.id, target, seq, Status.REFUSED);
                        } else if (at.said.contains(seq)) {
                          taker.take(stream.id, target, seq, at.status(seq, stream.unsentFrom));
                        }
                      }));
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

  /** An own entry as the transcript has it, null when it has none. */
  @Nullable Entry said(StreamId stream, long seq) {
    SimOutbox at = own(stream);
    return at.id.equals(stream) ? at.said.get(seq) : null;
  }

  /** What a target lacks again. */
  List<Entry> again(CoreEffect.ReadAgain asked) {
    SimOutbox at = own(asked.stream());
    return at.id.equals(asked.stream())
        ? at.said.subMap(asked.fromSeq(), true, asked.throughSeq(), true).values().stream()
            .filter(entry -> target(asked.stream(), asked.target()).said.contains(entry.seq()))
            .filter(entry -> !at.refused.contains(Map.entry(asked.target(), entry.seq())))
            .limit(asked.most())
            .toList()
        : List.of();
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
