package dev.plait.tests.sim;

import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Looks over one device's shoulder: checks what it sends, writes and tells (I2, I4 to I7). */
final class SimWatch {
  private record To(StreamId stream, UUID target) {}

  private record At(StreamId stream, UUID target, long seq) {}

  /** What was sent to one target since its path began. */
  private static final class OnPath {
    final Set<Long> sent = new HashSet<>();

    /** Everything owed to the target up to here was sent since, or had left the device before. */
    long throughSeq;
  }

  private final SimWorld world;
  private final SimDetours detours;
  private final SimScenario scenario;
  private final SimChecker checker;
  private final UUID device;
  private final SimDisk disk;
  private final Map<UUID, String> paths = new HashMap<>();
  private final Map<At, Status> told = new HashMap<>();
  private final Map<To, OnPath> sent = new HashMap<>();
  private final Map<To, TreeMap<Long, Integer>> inFlight = new HashMap<>();
  private final Set<UUID> full = new HashSet<>();
  private final Map<UUID, Long> answeredAtMs = new HashMap<>();
  final SimLimits limits;
  private boolean linked;

  SimWatch(SimWorld world, SimScenario scenario, SimChecker checker, UUID device, SimDisk disk) {
    this.world = world;
    this.detours = new SimDetours(world, scenario.channelBytes());
    this.scenario = scenario;
    this.checker = checker;
    this.device = device;
    this.disk = disk;
    this.limits = new SimLimits(scenario, checker);
  }

  /** The device has started on what its disk holds. */
  void started() {
    linked = false;
    paths.clear();
    told.clear();
    sent.clear();
    inFlight.clear();
    answeredAtMs.clear();
    detours.started();
    full.clear();
    disk.statuses((stream, target, seq, status) -> told.put(new At(stream, target, seq), status));
  }

  /** Whether there is a connection to the node. */
  void linked(boolean on) {
    linked = on;
    if (on) {
      checker.words.mayGo(disk);
    }
  }

  private boolean hasPath() {
    return linked || paths.containsValue("direct");
  }

  /** A channel that has proven nothing yet. */
  void channelOpen(UUID peer) {
    answeredAtMs.remove(peer);
    detours.channelOpen(peer);
    full.remove(peer);
  }

  /** The open channel has answered a ping. */
  void answered(UUID peer, long n) {
    detours.answered(peer, n);
    answeredAtMs.put(peer, world.nowMs());
  }

  /** Whether the open channel takes more. */
  void channelWritable(UUID peer, boolean on) {
    if (on) {
      full.remove(peer);
    } else {
      full.add(peer);
    }
  }

  /** Something came over the channel. */
  void heardDirectly(UUID peer, PeerFrame frame) {
    if (frame instanceof Frame.Ack(var position, _) && position.stream().device().equals(device)) {
      detours.acked(peer, position.stream().conversation());
    }
    heard(frame);
  }

  /** Counts refusals, and frames that begin after a gap. */
  void heard(Frame frame) {
    if (frame instanceof Frame.Roster roster) {
      detours.members(roster);
    }
    if (frame instanceof Frame.Refused) {
      world.counts.add(Kind.REFUSED);
    }
    if (frame instanceof Frame.Entries(var stream, _, var entries)
        && entries.getFirst().afterSeq() > disk.cursor(stream)) {
      world.counts.add(Kind.REORDERS);
    }
  }

  void toServer(ClientFrame frame) {
    switch (frame) {
      case Frame.Post(_, var conversation, var epoch, _, var entries) -> {
        StreamId stream = new StreamId(conversation, device, epoch);
        for (PostedEntry posted : entries) {
          checker.transmitted(disk, stream, posted.entry());
          for (Address to : posted.to()) {
            String path = paths.getOrDefault(to.device(), "relay");
            switch (path) {
              // Beside the path, in no order with what goes on it (PTH-3).
              case "direct" ->
                  detours.check(conversation, to.device(), posted.entry().body().size());
              case "relay" -> transmitted(stream, to.device(), posted.entry().seq());
              default -> throw new SimViolation("I5 generation", "a post for a target on " + path);
            }
          }
        }
      }
      case Frame.Ack(var position, _) ->
          checker.acked(device, position.stream(), position.cursorSeq());
      case Frame.Have(var in, _) ->
          in.forEach(at -> checker.acked(device, at.stream(), at.cursorSeq()));
      default -> {}
    }
  }

  void toPeer(UUID peer, long channel, PeerFrame frame) {
    switch (frame) {
      case Frame.Ping(long n) -> detours.asked(peer, n);
      case Frame.Entries(var stream, _, var entries) -> {
        if (!"direct".equals(paths.get(peer))) {
          throw new SimViolation("I5 generation", "direct on channel " + channel);
        }
        if (full.contains(peer)) {
          throw new SimViolation("I7 backpressure", "sent on a full channel");
        }
        for (AddressedEntry entry : entries) {
          checker.transmitted(disk, stream, entry.entry());
          transmitted(stream, peer, entry.entry().seq());
          checkDirectWindow(stream, peer, entry.entry());
        }
      }
      case Frame.Ack(var position, _) ->
          checker.acked(device, position.stream(), position.cursorSeq());
      case Frame.Have(var in, _) ->
          in.forEach(at -> checker.acked(device, at.stream(), at.cursorSeq()));
      default -> {}
    }
  }

  /**
   * I7: unacked on the direct path; from what is sent again on, all before counts as lost. The
   * first that the target lacks passes a full window.
   */
  private void checkDirectWindow(StreamId stream, UUID target, Entry entry) {
    TreeMap<Long, Integer> unacked =
        inFlight.computeIfAbsent(new To(stream, target), _ -> new TreeMap<>());
    unacked.keySet().removeIf(one -> status(stream, target, one).compareTo(Status.DELIVERED) >= 0);
    unacked.tailMap(entry.seq(), true).clear();
    unacked.put(entry.seq(), entry.body().size());
    if (scenario.expiry() || unacked.firstKey() == entry.seq()) {
      return;
    }
    SimViolation.atMost("I7 direct window", unacked.size(), scenario.sender().directEntries());
    long bytes = unacked.values().stream().mapToLong(Integer::longValue).sum();
    SimViolation.atMost("I7 direct window bytes", bytes, scenario.sender().directBytes());
  }

  /** I5: on a new path nothing unacked is overtaken but what it cannot carry. */
  private void transmitted(StreamId stream, UUID target, long seq) {
    OnPath path = sent.computeIfAbsent(new To(stream, target), _ -> new OnPath());
    if (!path.sent.add(seq)) {
      world.counts.add(Kind.RESENDS);
      return;
    }
    if (aside(stream, target, seq)) {
      return;
    }
    boolean all = true;
    for (long earlier : checker.addressedBetween(stream, target, path.throughSeq, seq)) {
      boolean went =
          path.sent.contains(earlier) || status(stream, target, earlier).compareTo(Status.SENT) > 0;
      if (!went && !aside(stream, target, earlier)) {
        throw new SimViolation("I5 resend in order", seq + " before " + earlier);
      }
      all &= went;
      path.throughSeq = all ? earlier : path.throughSeq;
    }
  }

  private boolean aside(StreamId stream, UUID target, long seq) {
    return "direct".equals(paths.get(target)) && detours.tooLarge(checker.bodyBytes(stream, seq));
  }

  private Status status(StreamId stream, UUID target, long seq) {
    return told.getOrDefault(new At(stream, target, seq), Status.QUEUED);
  }

  /**
   * What is about to be written.
   *
   * @param nowMs as the device knows it, corrected if it can be
   * @param latestMs what it may have taken for now, corrected or not
   */
  void persisting(List<DiskWrite> writes, long nowMs, long latestMs) {
    for (DiskWrite write : writes) {
      switch (write) {
        case DiskWrite.Sent(var stream, var posted, _) -> {
          checker.clock(stream.conversation(), disk, posted.entry().hlc(), nowMs);
          SimChecker.notDragged(posted.entry().hlc(), latestMs);
          disk.time().checkRises(posted.entry().hlc());
          checker.words.writing(disk, posted.entry(), hasPath());
        }
        case DiskWrite.Forget(var stream, var seqs) ->
            each(seqs, seq -> checker.forgotten(stream, seq));
        case DiskWrite.CustodyTakenBack(var stream, _, var seqs) -> {
          world.counts.add(Kind.CUSTODY_TAKEN_BACK);
          each(seqs, seq -> limits.comesBack(checker.bodyBytes(stream, seq)));
        }
        default -> {}
      }
    }
  }

  /** The write is on disk from now on. */
  Set<UUID> synced(DiskWrite write) {
    switch (write) {
      case DiskWrite.Sent(var stream, var posted, _) -> {
        checker.accepted(stream, posted);
        checker.words.written(world, posted.entry());
        world.counts.add(Kind.ENTRIES);
      }
      case DiskWrite.Reworded(var stream, var entries) ->
          entries.forEach(entry -> checker.says(stream, entry));
      case DiskWrite.EpochBegun(var change) ->
          change.streams().forEach(stream -> stream.moved().forEach(m -> again(stream.to(), m)));
      case DiskWrite.Strays(_, var entries, _) ->
          entries.forEach(entry -> checker.stray(device, entry.entry()));
      case DiskWrite.Received(var stream, var entries, _, _, _, _) -> {
        long cursor = disk.cursor(stream);
        for (AddressedEntry addressed : entries) {
          Entry entry = addressed.entry();
          checker.committed(device, stream, cursor, entry);
          cursor = entry.seq();
          world.counts.add(Kind.DELIVERIES);
        }
      }
      case DiskWrite.TargetGone(var stream, var target) -> checker.targetGone(stream, target);
      default -> {}
    }
    return disk.apply(write);
  }

  /** What the server had taken over is in the outbox again. */
  private void again(StreamId stream, EpochChange.Moved moved) {
    checker.accepted(stream, moved.entry());
    limits.comesBack(moved.entry().entry().body().size());
  }

  void told(PeerEvent event) {
    switch (event) {
      case PeerEvent.StatusChanged(var stream, var target, var seqs, var status) ->
          each(seqs, seq -> status(stream, target, seq, status));
      case PeerEvent.Undelivered(var stream, var target, var seqs, _, _) ->
          each(seqs, seq -> status(stream, target, seq, Status.REFUSED));
      case PeerEvent.TargetReplaced(var stream, _, _, var seqs) -> {
        world.counts.add(Kind.REPLACED);
        each(seqs, seq -> limits.comesBack(checker.bodyBytes(stream, seq)));
      }
      case PeerEvent.ConversationGone(var conversation) -> detours.gone(conversation);
      case PeerEvent.PathChanged(var peer, var path, var generation, var reason) -> {
        world.counts.add(Kind.PATH_SWITCHES);
        world.trace(SimWorld.name(device), "path " + path + " " + reason, generation, 0);
        if (path.equals("direct") && !answeredAtMs.containsKey(peer)) {
          throw new SimViolation("I5 proven path", "direct before a pong, " + reason);
        }
        paths.put(peer, path);
        if (hasPath()) {
          checker.words.mayGo(disk);
        }
        sent.keySet().removeIf(to -> to.target.equals(peer));
        inFlight.keySet().removeIf(to -> to.target.equals(peer));
      }
      case PeerEvent.Warning(var message) -> {
        if (!checker.disksGoBack()) {
          throw new SimViolation("honest peer", message);
        }
      }
      default -> {}
    }
  }

  private void status(StreamId stream, UUID target, long seq, Status status) {
    At at = new At(stream, target, seq);
    Status before = told.put(at, status);
    checker.status(
        stream,
        target,
        seq,
        disk.said(stream, seq),
        before == null ? Status.QUEUED : before,
        status);
    if (status == Status.STORED) {
      world.counts.add(Kind.STORED);
    } else if (status == Status.READ) {
      world.counts.add(Kind.READ);
    }
  }

  /** I7: how long a silent channel counts as one that works. */
  void checkPaths() {
    long mostMs = SimScenario.PATHS.pingIntervalMs() + SimScenario.PATHS.pongDeadlineMs();
    for (Map.Entry<UUID, String> path : paths.entrySet()) {
      if (path.getValue().equals("direct")) {
        long silentMs = world.nowMs() - answeredAtMs.getOrDefault(path.getKey(), 0L);
        SimViolation.atMost("I7 silent channel", silentMs, mostMs);
      }
    }
  }

  private static void each(List<Range> ranges, LongConsumer action) {
    for (Range range : ranges) {
      for (long seq = range.fromSeq(); seq <= range.throughSeq(); seq++) {
        action.accept(seq);
      }
    }
  }
}
