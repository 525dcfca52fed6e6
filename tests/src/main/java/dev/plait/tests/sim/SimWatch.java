package dev.plait.tests.sim;

import dev.plait.peer.core.CoreLoad;
import dev.plait.peer.core.DiskWrite;
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
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Looks over one device's shoulder: checks what it sends, writes and tells (I2, I4 to I7). */
final class SimWatch {
  private record To(StreamId stream, UUID target) {}

  private record At(StreamId stream, UUID target, long seq) {}

  private final SimWorld world;
  private final SimScenario scenario;
  private final SimChecker checker;
  private final UUID device;
  private final SimDisk disk;
  private final Map<UUID, String> paths = new HashMap<>();
  private final Map<At, Status> told = new HashMap<>();
  private final Map<To, Set<Long>> sent = new HashMap<>();
  private final Map<To, TreeSet<Long>> inFlight = new HashMap<>();
  private int takenBack;

  SimWatch(SimWorld world, SimScenario scenario, SimChecker checker, UUID device, SimDisk disk) {
    this.world = world;
    this.scenario = scenario;
    this.checker = checker;
    this.device = device;
    this.disk = disk;
  }

  /** The device has started on what its disk holds. */
  void started() {
    paths.clear();
    told.clear();
    sent.clear();
    inFlight.clear();
    disk.statuses((stream, target, seq, status) -> told.put(new At(stream, target, seq), status));
  }

  void toServer(ClientFrame frame) {
    switch (frame) {
      case Frame.Post(_, var conversation, var epoch, _, var entries) -> {
        StreamId stream = new StreamId(conversation, device, epoch);
        for (PostedEntry posted : entries) {
          checker.transmitted(stream, posted.entry());
          for (Address to : posted.to()) {
            String path = paths.getOrDefault(to.device(), "relay");
            if (!path.equals("relay")) {
              throw new SimViolation("I5 generation", "a post for a target on " + path);
            }
            transmitted(stream, to.device(), posted.entry().seq());
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
      case Frame.Entries(var stream, _, var entries) -> {
        if (!"direct".equals(paths.get(peer))) {
          throw new SimViolation("I5 generation", "direct on channel " + channel);
        }
        for (AddressedEntry entry : entries) {
          checker.transmitted(stream, entry.entry());
          transmitted(stream, peer, entry.entry().seq());
          checkDirectWindow(stream, peer, entry.entry().seq());
        }
      }
      case Frame.Ack(var position, _) ->
          checker.acked(device, position.stream(), position.cursorSeq());
      case Frame.Have(var in, _) ->
          in.forEach(at -> checker.acked(device, at.stream(), at.cursorSeq()));
      default -> {}
    }
  }

  /** I7: unacked on the direct path; from what is sent again on, all before counts as lost. */
  private void checkDirectWindow(StreamId stream, UUID target, long seq) {
    TreeSet<Long> unacked = inFlight.computeIfAbsent(new To(stream, target), _ -> new TreeSet<>());
    unacked.removeIf(one -> status(stream, target, one).compareTo(Status.DELIVERED) >= 0);
    if (!unacked.add(seq)) {
      unacked.tailSet(seq, false).clear();
    }
    if (unacked.size() > scenario.sender().directEntries() && !scenario.expiry()) {
      throw new SimViolation("I7 direct window", unacked.size() + " unacked");
    }
  }

  /** I5: on a new path nothing unacked is overtaken. */
  private void transmitted(StreamId stream, UUID target, long seq) {
    Set<Long> set = sent.computeIfAbsent(new To(stream, target), _ -> new HashSet<>());
    if (!set.add(seq)) {
      world.counts.add(Kind.RESENDS);
      return;
    }
    for (long earlier : checker.addressedBefore(stream, target, seq)) {
      if (status(stream, target, earlier).compareTo(Status.SENT) <= 0 && !set.contains(earlier)) {
        throw new SimViolation("I5 resend in order", seq + " before " + earlier);
      }
    }
  }

  private Status status(StreamId stream, UUID target, long seq) {
    return told.getOrDefault(new At(stream, target, seq), Status.QUEUED);
  }

  /** What is about to be written; {@code nowMs} as the device knows it, corrected if it can be. */
  void persisting(List<DiskWrite> writes, long nowMs) {
    for (DiskWrite write : writes) {
      switch (write) {
        case DiskWrite.Sent(var stream, var posted) ->
            checker.clock(stream.conversation(), disk, posted.entry().hlc(), nowMs);
        case DiskWrite.Forget(var stream, var seqs) ->
            each(seqs, seq -> checker.forgotten(stream, seq));
        case DiskWrite.CustodyTakenBack(_, _, var seqs) -> {
          world.counts.add(Kind.CUSTODY_TAKEN_BACK);
          each(seqs, _ -> takenBack++);
        }
        default -> {}
      }
    }
  }

  /** The write is on disk from now on. */
  void synced(DiskWrite write) {
    switch (write) {
      case DiskWrite.Sent(var stream, var posted) -> {
        checker.accepted(stream, posted);
        world.counts.add(Kind.ENTRIES);
      }
      case DiskWrite.Received(var stream, var entries, _, _) -> {
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
    disk.apply(write);
  }

  void told(PeerEvent event) {
    switch (event) {
      case PeerEvent.StatusChanged(var stream, var target, var seqs, var status) ->
          each(seqs, seq -> status(stream, target, seq, status));
      case PeerEvent.Undelivered(var stream, var target, var seqs, _, _) ->
          each(seqs, seq -> status(stream, target, seq, Status.REFUSED));
      case PeerEvent.PathChanged(var peer, var path, var generation, var reason) -> {
        world.counts.add(Kind.PATH_SWITCHES);
        world.trace(SimWorld.name(device), "path " + path + " " + reason, generation, 0);
        paths.put(peer, path);
        sent.keySet().removeIf(to -> to.target.equals(peer));
        inFlight.keySet().removeIf(to -> to.target.equals(peer));
      }
      case PeerEvent.Warning(var message) -> throw new SimViolation("honest peer", message);
      default -> {}
    }
  }

  private void status(StreamId stream, UUID target, long seq, Status status) {
    At at = new At(stream, target, seq);
    Status before = told.get(at);
    if (status == Status.READ && before != Status.DELIVERED) {
      return;
    }
    checker.status(stream, target, seq, before == null ? Status.QUEUED : before, status);
    told.put(at, status);
    if (status == Status.STORED) {
      world.counts.add(Kind.STORED);
    } else if (status == Status.READ) {
      world.counts.add(Kind.READ);
    }
  }

  /** I7: every queue of the device is within its limit. */
  void checkLimits(CoreLoad load) {
    atMost("I7 hold", load.pendingEntries(), scenario.receiver().pendingEntries());
    atMost("I7 window", load.unansweredEntries(), scenario.relay().windowEntries());
    // What comes back from the server may not be refused.
    atMost("I7 outbox", load.outboxEntries(), scenario.sender().outboxEntries() + takenBack);
  }

  private static void atMost(String limit, int entries, int most) {
    if (entries > most) {
      throw new SimViolation(limit, entries + " entries");
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
