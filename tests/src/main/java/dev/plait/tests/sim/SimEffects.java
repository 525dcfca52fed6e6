package dev.plait.tests.sim;

import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.ReceiveEffect;
import dev.plait.protocol.delivery.Receiver;
import dev.plait.protocol.delivery.SendEffect;
import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.path.PathSelector;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does what the cores of one device ask for, and checks it against the invariants. */
final class SimEffects {
  private record To(UUID conversation, UUID target) {}

  private record At(UUID conversation, UUID target, long seq) {}

  private final SimDevice device;
  private final Map<At, Status> told = new HashMap<>();
  private final Map<To, Set<Long>> sent = new HashMap<>();

  SimEffects(SimDevice device) {
    this.device = device;
  }

  void clear() {
    told.clear();
    sent.clear();
  }

  void restored(UUID conversation, long seq, @Nullable Map<UUID, Status> statuses) {
    if (statuses != null) {
      statuses.forEach((target, status) -> told.put(new At(conversation, target, seq), status));
    }
  }

  void pathChanged(UUID peer) {
    sent.keySet().removeIf(to -> to.target.equals(peer));
  }

  /** Whether anything was done. */
  boolean drain() {
    boolean any = false;
    for (Sender sender : List.copyOf(device.senders.values())) {
      for (SendEffect effect; (effect = sender.poll()) != null; any = true) {
        send(sender, effect);
      }
    }
    for (Receiver receiver : List.copyOf(device.receivers.values())) {
      for (ReceiveEffect effect; (effect = receiver.poll()) != null; any = true) {
        receive(receiver, effect);
      }
    }
    return any;
  }

  private void send(Sender sender, SendEffect effect) {
    StreamId stream = sender.stream();
    UUID conversation = stream.conversation();
    switch (effect) {
      case SendEffect.Post(var entries) -> post(stream, entries);
      case SendEffect.SendDirect(var target, var generation, var entries) ->
          direct(stream, target, generation, entries);
      case SendEffect.StatusChanged(var target, var seqs, var status, _) ->
          each(seqs, seq -> status(stream, target, seq, status));
      case SendEffect.Custody(var seqs) -> each(seqs, seq -> device.checker.custody(stream, seq));
      case SendEffect.CustodyTakenBack(var target, var seqs) -> {
        device.world.counts.add(Kind.CUSTODY_TAKEN_BACK);
        device.sync();
        each(seqs, seq -> device.sharedOwn(conversation).status(target, seq, Status.SENT));
      }
      case SendEffect.Forget(var seqs) -> {
        each(seqs, seq -> device.checker.forgotten(stream, seq));
        device.commit(
            () ->
                seqs.forEach(
                    r -> device.sharedOwn(conversation).forget(r.fromSeq(), r.throughSeq())),
            () -> {});
      }
      case SendEffect.CancelRows(var target, var throughSeq) -> {
        if (device.link != null) {
          device.link.send(new Frame.Cancel(0, conversation, stream.epoch(), target, throughSeq));
        }
      }
      case SendEffect.NeedFromTranscript(var seqs) -> transcript(sender, seqs);
      case SendEffect.PeerViolation(_, var rule) -> throw new SimViolation("honest peer", rule);
    }
  }

  private void transcript(Sender sender, List<Range> seqs) {
    device.world.counts.add(Kind.TRANSCRIPT_READS);
    device.commit(
        () -> {},
        () -> {
          List<Entry> entries = new ArrayList<>();
          SimDisk.Own own = device.sharedOwn(sender.stream().conversation());
          for (Range range : seqs) {
            own.outbox
                .subMap(range.fromSeq(), true, range.throughSeq(), true)
                .values()
                .forEach(posted -> entries.add(posted.entry()));
          }
          sender.handleTranscript(entries, device.world.nowMs());
        });
  }

  private void post(StreamId stream, List<PostedEntry> entries) {
    for (PostedEntry posted : entries) {
      device.checker.transmitted(stream, posted.entry());
      for (Address address : posted.to()) {
        PathSelector selector = device.selectors.get(address.device());
        if (selector == null || selector.path() != Path.RELAY) {
          throw new SimViolation("I5 generation", "a post for a target on another path");
        }
        transmitted(stream.conversation(), address.device(), posted.entry().seq());
      }
    }
    device.world.trace(
        device.id.toString(), "post", entries.getFirst().entry().seq(), entries.size());
    if (device.link != null) {
      device.link.send(new Frame.Post(1, stream.conversation(), stream.epoch(), 1, entries));
    }
  }

  private void direct(StreamId stream, UUID target, long generation, List<AddressedEntry> entries) {
    PathSelector selector = device.selectors.get(target);
    if (selector == null || selector.path() != Path.DIRECT || selector.generation() != generation) {
      throw new SimViolation("I5 generation", "direct at " + generation);
    }
    for (AddressedEntry entry : entries) {
      device.checker.transmitted(stream, entry.entry());
      transmitted(stream.conversation(), target, entry.entry().seq());
    }
    device.world.trace(
        device.id.toString(), "direct", entries.getFirst().entry().seq(), entries.size());
    SimChannel channel = device.channels.get(target);
    if (channel != null) {
      channel.send(device, new Frame.Entries(stream, false, entries));
    }
    checkDirectWindow(stream, target);
  }

  /** I7: unacked on the direct path. */
  private void checkDirectWindow(StreamId stream, UUID target) {
    Sender sender = device.senders.get(stream.conversation());
    if (sender == null || device.scenario.expiry()) {
      return;
    }
    long acked = sender.deliveredThrough(target);
    long unacked =
        sent.getOrDefault(new To(stream.conversation(), target), Set.of()).stream()
            .filter(seq -> seq > acked)
            .count();
    if (unacked > device.scenario.sender().directEntries()) {
      throw new SimViolation("I7 direct window", unacked + " unacked");
    }
  }

  /** I5: on a new path nothing unacked is overtaken. */
  private void transmitted(UUID conversation, UUID target, long seq) {
    Set<Long> set = sent.computeIfAbsent(new To(conversation, target), _ -> new HashSet<>());
    if (!set.add(seq)) {
      device.world.counts.add(Kind.RESENDS);
      return;
    }
    for (PostedEntry before : device.sharedOwn(conversation).outbox.headMap(seq, false).values()) {
      long earlier = before.entry().seq();
      Status status = told.getOrDefault(new At(conversation, target, earlier), Status.QUEUED);
      if (status.compareTo(Status.SENT) <= 0
          && !set.contains(earlier)
          && before.to().stream().anyMatch(a -> a.device().equals(target))) {
        throw new SimViolation("I5 resend in order", seq + " before " + earlier);
      }
    }
  }

  private void status(StreamId stream, UUID target, long seq, Status status) {
    At at = new At(stream.conversation(), target, seq);
    Status before = told.get(at);
    if (status == Status.READ && before != Status.DELIVERED) {
      return;
    }
    device.checker.status(stream, target, seq, before == null ? Status.QUEUED : before, status);
    told.put(at, status);
    if (status == Status.STORED) {
      device.world.counts.add(Kind.STORED);
    } else if (status == Status.READ) {
      device.world.counts.add(Kind.READ);
    }
    device.commit(
        () -> device.sharedOwn(stream.conversation()).status(target, seq, status), () -> {});
  }

  private void receive(Receiver receiver, ReceiveEffect effect) {
    StreamId stream = receiver.stream();
    switch (effect) {
      case ReceiveEffect.HandOver(var addressed, _) -> {
        List<Entry> entries = addressed.stream().map(AddressedEntry::entry).toList();
        device.commit(
            () -> device.take(stream, entries),
            () -> {
              receiver.handleCommitted(entries.getLast().seq(), null);
              device.afterTake(stream, entries);
            });
      }
      case ReceiveEffect.SendAck(var path, var generation, var position, var proof) -> {
        device.checker.acked(device.id, stream, position.cursorSeq());
        device.world.trace(
            "d" + device.id.getLeastSignificantBits(),
            "ack-" + path,
            position.cursorSeq(),
            generation);
        Frame.Ack ack = new Frame.Ack(position, proof);
        SimChannel channel = device.channels.get(stream.device());
        if (path == Path.DIRECT && channel != null && channel.number == generation) {
          channel.send(device, ack);
        } else if (path == Path.RELAY && device.link != null && device.link.session == generation) {
          device.link.send(ack);
        }
      }
      case ReceiveEffect.PeerViolation(var rule) -> throw new SimViolation("honest peer", rule);
    }
  }

  /** I7: every queue of the device is within its limit. */
  void checkLimits() {
    for (Sender sender : device.senders.values()) {
      if (!device.scenario.expiry()
          && sender.waitingEntries() > device.scenario.sender().outboxEntries()) {
        throw new SimViolation("I7 outbox", sender.waitingEntries() + " entries");
      }
    }
    for (Receiver receiver : device.receivers.values()) {
      if (receiver.pendingEntries() > device.scenario.receiver().pendingEntries()) {
        throw new SimViolation("I7 hold", receiver.pendingEntries() + " entries");
      }
    }
    if (device.window.entries() > device.scenario.relay().windowEntries()) {
      throw new SimViolation("I7 window", device.window.entries() + " entries");
    }
  }

  private static void each(List<Range> ranges, java.util.function.LongConsumer action) {
    for (Range range : ranges) {
      for (long seq = range.fromSeq(); seq <= range.throughSeq(); seq++) {
        action.accept(seq);
      }
    }
  }
}
