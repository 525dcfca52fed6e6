package dev.plait.tests.sim;

import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows from outside what was accepted, committed and told, and compares (I1 to I6). */
final class SimChecker {
  private record At(StreamId stream, UUID target, long seq) {}

  private record To(StreamId stream, UUID target) {}

  private final Map<To, Long> goneThrough = new HashMap<>();
  private final Map<StreamId, TreeMap<Long, PostedEntry>> accepted = new LinkedHashMap<>();
  private final Set<At> refused = new HashSet<>();
  private final Set<At> everStored = new HashSet<>();
  private final Map<UUID, SimDisk> disks = new HashMap<>();
  private final List<SimDisk> copies = new ArrayList<>();
  private final SimBoxes boxes = new SimBoxes();
  private final SimTicks ticks = new SimTicks();
  final SimWords words = new SimWords();
  private final @Nullable SimPast past;

  /** Where disks go back in time numbers say little: what counts is held by ids. */
  SimChecker(boolean disksGoBack) {
    this.past = disksGoBack ? new SimPast() : null;
  }

  /** There are no faults any more, and no disk goes back. */
  void calmDown(long nowMs) {
    if (past != null) {
      past.calmDown(nowMs);
    }
  }

  boolean disksGoBack() {
    return past != null;
  }

  /** A device learns of another past than its own. */
  void epochBegins(String device, String evidence, long nowMs) {
    if (past == null) {
      throw new SimViolation("false evidence", device + " begins a new epoch: " + evidence);
    }
    past.epochBegins(device, evidence, nowMs);
  }

  /** The disk of a device is another state of it, or a copy of it is in use beside it. */
  void otherState(UUID device) {
    if (past != null) {
      Set<UUID> said = new HashSet<>(disk(device).saidIds());
      copies.stream()
          .filter(copy -> copy.isOf(device))
          .forEach(copy -> said.addAll(copy.saidIds()));
      past.otherState(device, said);
    }
  }

  /** An entry is committed beside the order: what only a sender without its past causes. */
  void stray(UUID device, Entry entry) {
    words.reaches("a receiver", entry);
    ticks.committed(device, entry);
    if (past != null) {
      past.committed(device, entry);
    }
  }

  void addDisk(UUID device, SimDisk disk) {
    disks.put(device, disk);
  }

  /** A copy of a device's disk that is used beside it. */
  void addCopy(UUID device, SimDisk copy) {
    copies.add(copy);
    otherState(device);
  }

  /** An account is asked; what is said to its box is owed to its devices. */
  void ask(UUID conversation, UUID account, List<UUID> members) {
    boxes.ask(RequestBox.of(conversation, account), members);
  }

  /** The outbox has committed it: {@code send} has accepted it. */
  void accepted(StreamId stream, PostedEntry said) {
    PostedEntry posted = boxes.owed(said);
    if (past != null) {
      past.accepted(stream, posted);
    }
    accepted.computeIfAbsent(stream, _ -> new TreeMap<>()).put(posted.entry().seq(), posted);
  }

  /** An own entry that was never on a path says something else from now on (CNT-5). */
  void says(StreamId stream, Entry anew) {
    words.says(anew, past != null);
    accepted
        .getOrDefault(stream, new TreeMap<>())
        .computeIfPresent(anew.seq(), (_, posted) -> new PostedEntry(anew, posted.to()));
  }

  /** I2: only durable entries go on paths. */
  void transmitted(SimDisk disk, StreamId stream, Entry entry) {
    words.onPath(entry);
    if (!entry.equals(disk.inOutbox(stream, entry.seq()))
        && !entry.equals(disk.said(stream, entry.seq()))) {
      throw new SimViolation("I2 durable first", stream + " seq " + entry.seq());
    }
    if (disk.isKeptBack(stream, entry.seq())) {
      throw new SimViolation("CNT-5 let go first", stream + " seq " + entry.seq());
    }
  }

  /** I1: the transaction of {@code device} takes {@code entry} next. */
  void committed(UUID device, StreamId stream, long cursor, Entry entry) {
    words.reaches("a receiver", entry);
    ticks.committed(device, entry);
    if (past != null) {
      past.committed(device, entry);
      return;
    }
    TreeMap<Long, PostedEntry> log = accepted.getOrDefault(stream, new TreeMap<>());
    PostedEntry origin = log.get(entry.seq());
    if (origin == null || !origin.entry().equals(entry) || !addresses(origin, device)) {
      throw new SimViolation("I1 origin", entry.seq() + " was never said to " + device);
    }
    if (entry.seq() <= cursor) {
      throw new SimViolation("I1 once", entry.seq() + " again after " + cursor);
    }
    for (PostedEntry before : log.subMap(cursor, false, entry.seq(), false).values()) {
      long seq = before.entry().seq();
      if (addresses(before, device) && !refused.contains(new At(stream, device, seq))) {
        throw new SimViolation(
            "I1 order", entry.seq() + " handed over at " + cursor + " without " + seq);
      }
    }
  }

  /** I4: an ack speaks of what is committed. */
  void acked(UUID device, StreamId stream, long cursor) {
    if (past == null && cursor > cursor(device, stream)) {
      throw new SimViolation("I4 ack after commit", cursor + " acked at " + cursor(device, stream));
    }
  }

  /** I3: the store lets go only of what the target has. */
  void deleted(StreamId stream, UUID target, long throughSeq) {
    if (past == null && throughSeq > disk(target).cursor(stream)) {
      throw new SimViolation(
          "I3 kept", throughSeq + " deleted, " + target + " has " + disk(target).cursor(stream));
    }
  }

  void storeCommitted(StreamId stream, UUID target, Entry entry) {
    words.reaches("the server", entry);
    everStored.add(new At(stream, target, entry.seq()));
  }

  /** I3: {@code stored} is said after the commit. */
  void saidStored(StreamId stream, UUID target, Range stored) {
    for (long seq = stored.fromSeq(); seq <= stored.throughSeq(); seq++) {
      if (past == null && !everStored.contains(new At(stream, target, seq))) {
        throw new SimViolation("I3 stored after commit", seq + " for " + target);
      }
    }
  }

  /** I4: statuses move forward and tell the truth. */
  void status(
      StreamId stream, UUID target, long seq, @Nullable Entry entry, Status before, Status status) {
    boxes.check(target, status);
    ticks.told(target, seq, entry, before, status);
    if (past != null) {
      if (entry != null && status == Status.REFUSED) {
        boxes.devices(target).forEach(device -> past.reported(device, entry));
      }
      return;
    }
    if (status.compareTo(before) <= 0) {
      throw new SimViolation("I4 forward only", seq + " from " + before + " to " + status);
    }
    At at = new At(stream, target, seq);
    switch (status) {
      case DELIVERED, READ -> {
        if (disk(target).cursor(stream) < seq) {
          throw new SimViolation("I4 delivered", seq + " is not at " + target);
        }
      }
      case STORED -> {
        if (!everStored.contains(at)) {
          throw new SimViolation("I3 stored", seq + " for " + target);
        }
      }
      case REFUSED ->
          boxes.devices(target).forEach(device -> refused.add(new At(stream, device, seq)));
      case QUEUED, SENT -> {}
    }
  }

  /** I2: the outbox lets go only of what every target has. */
  void forgotten(StreamId stream, long seq) {
    PostedEntry posted = accepted.getOrDefault(stream, new TreeMap<>()).get(seq);
    if (past != null) {
      return;
    }
    if (posted == null) {
      throw new SimViolation("I2 forget", seq + " was never accepted");
    }
    for (Address address : posted.to()) {
      if (!reached(stream, address.device(), seq)) {
        throw new SimViolation("I2 forget", seq + " is not at " + address.device());
      }
    }
  }

  /** The sender has given up a target: what was said to it so far is not owed any more. */
  void targetGone(StreamId stream, UUID target) {
    boxes.devices(target).forEach(device -> deviceGone(stream, device));
  }

  private void deviceGone(StreamId stream, UUID target) {
    if (past != null) {
      past.targetGone(stream, target);
    }
    TreeMap<Long, PostedEntry> log = accepted.get(stream);
    if (log != null) {
      goneThrough.put(new To(stream, target), log.lastKey());
    }
  }

  /** Whether the sender has said that the target will not get an entry from it. */
  boolean givenUp(StreamId stream, UUID target, long seq) {
    return refused.contains(new At(stream, target, seq));
  }

  /**
   * Seqs after {@code fromSeq} and before {@code seq} that were said to {@code target} and are owed
   * to it, ascending.
   */
  List<Long> addressedBetween(StreamId stream, UUID target, long fromSeq, long seq) {
    List<Long> before = new ArrayList<>();
    if (past != null) {
      return before;
    }
    long from = Math.max(fromSeq, goneThrough.getOrDefault(new To(stream, target), 0L));
    for (PostedEntry posted :
        accepted
            .getOrDefault(stream, new TreeMap<>())
            .subMap(from, false, Math.max(from, seq), false)
            .values()) {
      long said = posted.entry().seq();
      if (addresses(posted, target) && !givenUp(stream, target, said)) {
        before.add(said);
      }
    }
    return before;
  }

  /** I6: what is said now sorts after all that is shown here, stamps too far ahead excepted. */
  void clock(UUID conversation, SimDisk disk, long hlc, long nowMs) {
    for (TranscriptOrder row : disk.transcript(conversation).descendingKeySet()) {
      if (HybridClock.toMs(row.hlc()) <= nowMs + HybridClock.MAX_AHEAD_MS) {
        if (Long.compareUnsigned(row.hlc(), hlc) >= 0) {
          throw new SimViolation("I6 clock", "a new entry sorts before a shown one");
        }
        return;
      }
    }
  }

  /** I6: a stamp is at most five minutes ahead of what its device ever took for now. */
  static void notDragged(long hlc, long latestMs) {
    if (HybridClock.toMs(hlc) > latestMs + HybridClock.MAX_AHEAD_MS + 1) {
      throw new SimViolation("I6 dragged", HybridClock.toMs(hlc) - latestMs + " ms ahead");
    }
  }

  /** The size of an accepted entry. */
  long bodyBytes(StreamId stream, long seq) {
    PostedEntry posted = accepted.getOrDefault(stream, new TreeMap<>()).get(seq);
    return posted == null ? 0 : posted.entry().body().size();
  }

  boolean allArrived() {
    return firstMissing() == null;
  }

  /** What has not arrived, for a person; null when all has. */
  @Nullable String firstMissing() {
    if (past != null) {
      return past.firstMissing();
    }
    for (Map.Entry<StreamId, TreeMap<Long, PostedEntry>> log : accepted.entrySet()) {
      for (PostedEntry posted : log.getValue().values()) {
        for (Address address : posted.to()) {
          if (!reached(log.getKey(), address.device(), posted.entry().seq())) {
            return log.getKey() + " seq " + posted.entry().seq() + " at " + address.device();
          }
        }
      }
    }
    return null;
  }

  /** I6 and I1 at the end: every transcript is exactly what was said, in the one order. */
  void transcripts() {
    List<SimDisk> all = new ArrayList<>(disks.values());
    all.addAll(copies);
    all.forEach(this::exactlyOnce);
    if (words.watches()) {
      new SimReadings(all, id -> past != null && words.wasReworded(id)).check();
    }
    if (past != null) {
      return;
    }
    disks.forEach(
        (device, disk) ->
            accepted.forEach(
                (stream, log) -> {
                  for (PostedEntry posted : log.values()) {
                    checkRow(device, disk, stream, posted);
                  }
                }));
  }

  /** I1 at the end: no message of a device is in a transcript twice, under whatever numbers. */
  private void exactlyOnce(SimDisk disk) {
    Set<UUID> conversations = new HashSet<>();
    accepted.keySet().forEach(stream -> conversations.add(stream.conversation()));
    for (UUID conversation : conversations) {
      Set<Map.Entry<UUID, UUID>> found = new HashSet<>();
      disk.transcript(conversation)
          .forEach(
              (order, row) -> {
                if (!found.add(Map.entry(order.device(), row.id()))) {
                  throw new SimViolation("I1 exactly once", row.id() + " twice at " + disk);
                }
              });
    }
  }

  private void checkRow(UUID device, SimDisk disk, StreamId stream, PostedEntry posted) {
    Entry entry = posted.entry();
    TranscriptOrder order = new TranscriptOrder(entry.hlc(), stream.device(), entry.seq());
    NavigableMap<TranscriptOrder, Entry> rows = disk.transcript(stream.conversation());
    boolean due =
        stream.device().equals(device)
            || (addresses(posted, device)
                && !refused.contains(new At(stream, device, entry.seq())));
    if (due && !entry.equals(rows.get(order))) {
      throw new SimViolation("I6 transcript", stream + " seq " + entry.seq() + " at " + device);
    }
  }

  private boolean reached(StreamId stream, UUID device, long seq) {
    return disk(device).cursor(stream) >= seq || refused.contains(new At(stream, device, seq));
  }

  private static boolean addresses(PostedEntry posted, UUID device) {
    for (Address address : posted.to()) {
      if (address.device().equals(device)) {
        return true;
      }
    }
    return false;
  }

  private long cursor(UUID target, StreamId stream) {
    return boxes.isBox(target) ? 0 : disk(target).cursor(stream);
  }

  private SimDisk disk(UUID device) {
    SimDisk disk = disks.get(device);
    if (disk == null) {
      throw new IllegalStateException("no disk of " + device);
    }
    return disk;
  }
}
