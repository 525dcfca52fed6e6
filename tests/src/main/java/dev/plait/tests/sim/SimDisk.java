package dev.plait.tests.sim;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.EpochStart;
import dev.plait.peer.core.KeptRosters;
import dev.plait.peer.core.KnownChanges;
import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.delivery.Status;
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
import java.util.Set;
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
  private EpochStart epochStart = EpochStart.NEVER;
  private final Map<UUID, Frame.Roster> rosters = new LinkedHashMap<>();
  private KnownChanges knownChanges = KnownChanges.NONE;
  private final Map<UUID, SimOutbox> own = new LinkedHashMap<>();
  private final Map<StreamId, Cursor> cursors = new LinkedHashMap<>();
  private final SimTranscripts transcripts = new SimTranscripts();
  private final SimTime time = new SimTime();

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

  @Override
  public String toString() {
    return device.toString();
  }

  UUID account() {
    return account;
  }

  UUID device() {
    return device;
  }

  boolean isOf(UUID owner) {
    return device.equals(owner);
  }

  /** Everything is as on another disk of the same device. */
  void become(SimDisk other) {
    incarnations.clear();
    incarnations.addAll(other.incarnations);
    epoch = other.epoch;
    epochStart = other.epochStart;
    time.become(other.time);
    rosters.clear();
    rosters.putAll(other.rosters);
    knownChanges = other.knownChanges;
    own.clear();
    other.own.forEach((conversation, stream) -> own.put(conversation, stream.copy()));
    cursors.clear();
    other.cursors.forEach((stream, cursor) -> cursors.put(stream, cursor.copy()));
    transcripts.become(other.transcripts);
  }

  void keepIncarnation(long incarnation) {
    incarnations.addFirst(incarnation);
  }

  /** Ids of everything that this device has said, as far as the disk knows. */
  Set<UUID> saidIds() {
    return transcripts.saidBy(device);
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
          entries.forEach(
              entry -> {
                own(stream).reword(entry);
                transcripts.reword(stream, entry);
              });
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
        epochStart = change.start();
        incarnations.clear();
        incarnations.addAll(change.incarnations());
        change.streams().forEach(this::beginAgain);
      }
      case DiskWrite.Delivered(var stream, var target, var through, var mark) ->
          target(stream, target).handleDelivered(through, mark);
      case DiskWrite.Stored(var stream, var target, var seqs) ->
          target(stream, target).custody(seqs, true);
      case DiskWrite.CustodyTakenBack(var stream, var target, var seqs) ->
          target(stream, target).custody(seqs, false);
      case DiskWrite.NeverDelivered(var stream, var target, var seqs, _) ->
          own(stream).neverDelivered(target, seqs);
      case DiskWrite.Read(var stream, var target, var through) -> {
        SimOutbox.OwnTarget at = target(stream, target);
        at.read = Math.max(at.read, through);
      }
      case DiskWrite.Forget(var stream, var seqs) -> seqs.forEach(seq -> own(stream).forget(seq));
      case DiskWrite.TargetGone(var stream, var target) -> own(stream).targets.remove(target);
      case DiskWrite.TargetReplaced(var stream, var target, var by) ->
          own(stream).replace(target, by);
      case DiskWrite.RosterKept(var roster) -> rosters.put(roster.conversation(), roster);
      case DiskWrite.RosterGone(var conversation) -> rosters.remove(conversation);
      case DiskWrite.ChangesKnown(var changes) -> knownChanges = changes;
      case DiskWrite.OwnRead(var stream, var through) -> {
        Cursor cursor = cursors.computeIfAbsent(stream, _ -> new Cursor());
        cursor.read = Math.max(cursor.read, through);
      }
      case DiskWrite.LastStamp last -> time.write(last);
      case DiskWrite.ServerClock clock -> time.write(clock);
    }
    return known;
  }

  private void received(StreamId stream, Entry entry, boolean again, Set<UUID> known) {
    if (again && transcripts.has(stream, entry.id())) {
      known.add(entry.id());
    } else {
      transcripts.add(stream, entry);
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
    NavigableMap<TranscriptOrder, Entry> rows = transcript(change.to().conversation());
    for (EpochChange.Moved moved : change.moved()) {
      Entry entry = moved.entry().entry();
      rows.remove(new TranscriptOrder(entry.hlc(), device, moved.oldSeq()));
      sent(fresh, moved.entry());
      fresh.handleUnsent(moved.unsent() ? moved.entry().entry().seq() : Long.MAX_VALUE);
    }
    own.put(change.to().conversation(), fresh);
  }

  private void sent(SimOutbox stream, PostedEntry posted) {
    stream.sent(posted);
    time.said(posted.entry().hlc());
    transcripts.add(stream.id, posted.entry());
  }

  private SimOutbox own(StreamId stream) {
    return own.computeIfAbsent(stream.conversation(), _ -> new SimOutbox(stream));
  }

  /** A row that is not there changes nothing, as an update in SQL does. */
  private SimOutbox.OwnTarget target(StreamId stream, UUID target) {
    SimOutbox.OwnTarget at = own(stream).targets.get(target);
    return at == null ? new SimOutbox.OwnTarget(0) : at;
  }

  /** What a start finds. */
  DeviceState load(long localMs) {
    List<DeviceState.OutStream> out = new ArrayList<>();
    own.values().forEach(stream -> out.add(stream.load()));
    List<DeviceState.Cursor> in = new ArrayList<>();
    cursors.forEach((id, at) -> in.add(new DeviceState.Cursor(id, at.seq, at.mark, at.read)));
    return new DeviceState(
        account,
        device,
        epoch,
        epochStart,
        incarnations,
        time.load(transcripts, localMs),
        new KeptRosters(List.copyOf(rosters.values()), knownChanges),
        out,
        in);
  }

  /** Takes the status of one own entry at one target. */
  interface StatusTaker {
    void take(StreamId stream, UUID target, long seq, Status status);
  }

  /** What a start knows of every own entry. */
  void statuses(StatusTaker taker) {
    own.values().forEach(stream -> stream.statuses(taker));
  }

  Set<UUID> conversations() {
    return transcripts.conversations();
  }

  SimTime time() {
    return time;
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

  /** Whether the disk says of an own entry that it was never on a path. */
  boolean isKeptBack(StreamId stream, long seq) {
    SimOutbox at = own(stream);
    return at.id.equals(stream) && seq >= at.unsentFrom;
  }

  /** What a target lacks again. */
  List<Entry> again(CoreEffect.ReadAgain asked) {
    return own(asked.stream()).again(asked);
  }

  /** Own entries, as the transcript has them. */
  List<Entry> said(StreamId stream, List<Range> seqs) {
    return own(stream).said(seqs);
  }

  NavigableMap<TranscriptOrder, Entry> transcript(UUID conversation) {
    return transcripts.of(conversation);
  }
}
