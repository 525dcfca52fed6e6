package dev.plait.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One sender and two receivers with their disks, and a network between them that a test loses,
 * repeats and reorders messages of. A relay here forwards and never stores.
 */
final class LossyChannel {
  static final UUID FIRST = new UUID(0, 2);
  static final UUID SECOND = new UUID(0, 3);
  static final List<UUID> TARGETS = List.of(FIRST, SECOND);
  private static final StreamId STREAM = new StreamId(new UUID(0, 9), new UUID(0, 1), 7);

  /** So small that holding, windows and eviction are met within a few entries. */
  private static final ReceiverLimits HOLDS_FOUR = new ReceiverLimits(4, 1_000);

  private static final SenderLimits NARROW =
      new SenderLimits(1_000, 1_000_000, 3, 1_000, 4, 3_000, 60_000, 50, 30_000);

  /** A receiving device. */
  private static final class Side {
    final List<Long> addressed = new ArrayList<>();
    final Map<Long, Status> statuses = new HashMap<>();

    /** What the sender's disk says of it. */
    StreamPosition kept = new StreamPosition(STREAM, 0, Marks.NONE, List.of());

    final List<Long> committed = new ArrayList<>();
    long committedMark = Marks.NONE;
    long handedMark = Marks.NONE;
    final List<AddressedEntry> handedOver = new ArrayList<>();
    Receiver receiver = new Receiver(STREAM, HOLDS_FOUR, 0, Marks.NONE);
    Path path = Path.NONE;
  }

  private final Map<UUID, Side> sides = new HashMap<>();
  private final List<Runnable> network = new ArrayList<>();
  private final TreeMap<Long, PostedEntry> outbox = new TreeMap<>();
  private final TreeMap<Long, PostedEntry> transcript = new TreeMap<>();
  private Sender sender = new Sender(STREAM, NARROW, 1);
  private long said;
  private long sentThrough;
  private long generation;
  private long nowMs;

  LossyChannel() {
    for (UUID target : TARGETS) {
      sides.put(target, new Side());
      takePath(target, Path.RELAY);
    }
  }

  void say(List<UUID> targets) {
    Map<UUID, Bytes> to = new TreeMap<>();
    targets.forEach(target -> to.put(target, Bytes.EMPTY));
    said++;
    var prepared = sender.prepare(new UUID(5, said), said, Bytes.utf8("text " + said), to);
    if (!(prepared instanceof Prepared.Accepted(var posted))) {
      throw new AssertionError(prepared);
    }
    outbox.put(said, posted);
    transcript.put(said, posted);
    targets.forEach(target -> side(target).addressed.add(said));
    sender.handleCommitted(said, nowMs);
    drainSender();
  }

  void takePath(UUID target, Path path) {
    side(target).path = path;
    sender.handlePath(target, path, ++generation, nowMs);
    drainSender();
  }

  void switchPath(UUID target) {
    takePath(
        target,
        switch (side(target).path) {
          case NONE -> Path.RELAY;
          case RELAY -> Path.DIRECT;
          case DIRECT, STORE -> Path.NONE;
        });
  }

  void deliver(int index) {
    if (!network.isEmpty()) {
      network.remove(index % network.size()).run();
    }
  }

  void repeat(int index) {
    if (!network.isEmpty()) {
      network.add(network.get(index % network.size()));
    }
  }

  void lose(int index) {
    if (!network.isEmpty()) {
      network.remove(index % network.size());
    }
  }

  void commit(UUID target) {
    Side side = side(target);
    if (!side.handedOver.isEmpty()) {
      side.handedOver.forEach(entry -> side.committed.add(entry.entry().seq()));
      side.handedOver.clear();
      side.committedMark = side.handedMark;
      side.receiver.handleCommitted(side.committed.getLast(), null);
      drainReceiver(target);
    }
  }

  void failCommit(UUID target) {
    side(target).handedOver.clear();
    side(target).receiver.handleCommitFailed();
    drainReceiver(target);
  }

  void restartReceiver(UUID target) {
    side(target).handedOver.clear();
    side(target).receiver =
        new Receiver(STREAM, HOLDS_FOUR, cursor(target), side(target).committedMark);
  }

  void restartSender() {
    sender = new Sender(STREAM, NARROW, said + 1);
    for (UUID target : TARGETS) {
      List<Long> all = side(target).addressed;
      StreamPosition kept = side(target).kept;
      sender
          .log()
          .restoreTarget(
              target,
              1,
              all.isEmpty() ? 0 : all.getLast(),
              kept.cursorSeq(),
              kept.mark(),
              0,
              List.of());
    }
    for (PostedEntry entry : List.copyOf(outbox.values())) {
      Map<UUID, Status> at = new HashMap<>();
      sides.forEach(
          (target, side) ->
              at.put(target, side.statuses.getOrDefault(entry.entry().seq(), Status.QUEUED)));
      sender.log().restore(entry, at);
    }
    TARGETS.forEach(target -> takePath(target, side(target).path));
  }

  void pass(long ms) {
    nowMs += ms;
    sender.handleTimeout(nowMs);
    drainSender();
  }

  /** No faults any more, until nothing is on its way. */
  void calm() {
    TARGETS.forEach(target -> takePath(target, Path.RELAY));
    for (int i = 0; i < 200 && sender.unsettled(); i++) {
      while (!network.isEmpty()) {
        deliver(0);
        TARGETS.forEach(this::commit);
      }
      TARGETS.forEach(this::commit);
      pass(60_000);
    }
  }

  List<Long> addressed(UUID target) {
    return side(target).addressed;
  }

  List<Long> committed(UUID target) {
    return side(target).committed;
  }

  long deliveredThrough(UUID target) {
    return sender.deliveredThrough(target);
  }

  long cursor(UUID target) {
    List<Long> committed = side(target).committed;
    return committed.isEmpty() ? 0 : committed.getLast();
  }

  int pending(UUID target) {
    return side(target).receiver.pendingEntries();
  }

  long sentThrough() {
    return sentThrough;
  }

  int outboxEntries() {
    return outbox.size();
  }

  private Side side(UUID target) {
    return Objects.requireNonNull(sides.get(target));
  }

  private void drainSender() {
    for (SendEffect effect; (effect = sender.poll()) != null; ) {
      switch (effect) {
        case SendEffect.Post(var entries) -> entries.forEach(this::post);
        case SendEffect.SendDirect(var target, long at, var entries) -> {
          sentThrough = Math.max(sentThrough, entries.getLast().entry().seq());
          network.add(() -> arrive(target, entries, Path.DIRECT, at));
        }
        case SendEffect.StatusChanged(var target, var seqs, var status, var _) ->
            keep(target, seqs, status);
        case SendEffect.Forget(var seqs) ->
            outbox.keySet().removeIf(seq -> seqs.stream().anyMatch(range -> range.contains(seq)));
        case SendEffect.CancelRows _ -> {
          // This relay has no rows.
        }
        // Two acks that were overtaken look like a target that went back: repetition is harmless.
        case SendEffect.NeedAgain(var target, long from, long through, int most) ->
            readAgain(target, from, through, most);
        default -> throw new AssertionError(effect);
      }
    }
  }

  private void keep(UUID target, List<Range> seqs, Status status) {
    for (Range range : seqs) {
      for (long seq = range.fromSeq(); seq <= range.throughSeq(); seq++) {
        side(target).statuses.put(seq, status);
      }
    }
    StreamPosition at = status == Status.DELIVERED ? sender.deliveredToKeep(target) : null;
    side(target).kept = at == null ? side(target).kept : at;
  }

  private void readAgain(UUID target, long fromSeq, long throughSeq, int most) {
    List<Entry> found =
        transcript.subMap(fromSeq, true, throughSeq, true).values().stream()
            .filter(posted -> posted.to().stream().anyMatch(to -> to.device().equals(target)))
            .map(PostedEntry::entry)
            .limit(most)
            .toList();
    long lookedThrough = found.size() < most ? throughSeq : found.getLast().seq();
    sender.handleAgain(target, found, lookedThrough, nowMs);
  }

  private void post(PostedEntry posted) {
    sentThrough = Math.max(sentThrough, posted.entry().seq());
    for (var to : posted.to()) {
      var entry = new AddressedEntry(posted.entry(), to.afterSeq(), to.part());
      network.add(() -> arrive(to.device(), List.of(entry), Path.RELAY, 0));
    }
  }

  private void arrive(UUID target, List<AddressedEntry> entries, Path from, long at) {
    side(target).receiver.handleEntries(entries, from, at);
    drainReceiver(target);
  }

  private void drainReceiver(UUID target) {
    for (ReceiveEffect effect; (effect = side(target).receiver.poll()) != null; ) {
      switch (effect) {
        case ReceiveEffect.HandOver(var entries, var _, long mark) -> {
          side(target).handedOver.addAll(entries);
          side(target).handedMark = mark;
        }
        case ReceiveEffect.HandOverStrays(var entries, var _) -> {
          // Repetitions of what this receiver had before it was started anew: known on its disk.
          entries.forEach(e -> assertThat(side(target).committed).contains(e.entry().seq()));
          side(target).receiver.handleStraysCommitted(entries.size());
        }
        case ReceiveEffect.SendAck(var _, long _, var position, var _) ->
            network.add(() -> acked(target, position));
        case ReceiveEffect.PeerViolation violation -> throw new AssertionError(violation);
      }
    }
  }

  private void acked(UUID target, StreamPosition position) {
    if (sender.handleAck(target, position, nowMs) == AckOutcome.FORKED) {
      throw new AssertionError(position);
    }
    drainSender();
  }
}
