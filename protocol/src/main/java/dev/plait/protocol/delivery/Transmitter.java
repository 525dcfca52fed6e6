package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Flight;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Fills frames from the target queues, in seq order, within the windows. Owned by one sender. */
final class Transmitter {
  /** Leaves room for what surrounds the entries of a post. */
  private static final int POST_BYTES = Limits.FRAME_BYTES - 2048;

  private final Outbox outbox;
  private final SenderLimits limits;

  Transmitter(Outbox outbox, SenderLimits limits) {
    this.outbox = outbox;
    this.limits = limits;
  }

  /** Adds the next frame, or a request for bytes, to {@code effects}; nothing when all is sent. */
  void next(
      Collection<TargetQueue> targets,
      long throughSeq,
      long nowMs,
      ArrayDeque<SendEffect> effects) {
    for (TargetQueue target : targets) {
      if (target.path == Path.DIRECT && target.writable) {
        direct(target, throughSeq, nowMs, effects);
      }
      if (!effects.isEmpty()) {
        return;
      }
    }
    relay(targets, throughSeq, nowMs, effects);
  }

  private void direct(
      TargetQueue target, long throughSeq, long nowMs, ArrayDeque<SendEffect> effects) {
    List<AddressedEntry> batch = new ArrayList<>();
    List<SendEffect> sent = new ArrayList<>();
    int bytes = FrameSizes.ENTRIES_OVERHEAD;
    int most = Math.min(Limits.CHANNEL_BATCH_BYTES, target.channelBytes());
    TargetItem item;
    while (batch.size() < Limits.FRAME_ENTRIES
        && (item = target.nextWaiting(throughSeq)) != null
        && fitsDirect(target, item)) {
      Entry entry = item.out.entry;
      if (entry == null) {
        request(target, item, throughSeq, sent);
        break;
      }
      bytes += item.channelBytes();
      if (!batch.isEmpty() && bytes > most) {
        break;
      }
      batch.add(new AddressedEntry(entry, target.afterOf(item), item.part));
      target.fly(item, Flight.SENT);
      markSent(target, item, sent);
    }
    if (!batch.isEmpty()) {
      effects.add(new SendEffect.SendDirect(target.device, target.generation, batch));
    }
    effects.addAll(merged(sent));
    target.armResend(nowMs);
  }

  /** The first that the target lacks always fits: it may wait for nothing else. */
  private boolean fitsDirect(TargetQueue target, TargetItem item) {
    return target.inFlightEntries == 0
        || item.seq() == target.items.firstKey()
        || (target.inFlightEntries < limits.directEntries()
            && target.inFlightBytes + item.out.bodyBytes <= limits.directBytes());
  }

  private void relay(
      Collection<TargetQueue> targets,
      long throughSeq,
      long nowMs,
      ArrayDeque<SendEffect> effects) {
    List<PostedEntry> batch = new ArrayList<>();
    List<SendEffect> sent = new ArrayList<>();
    int bytes = 0;
    while (batch.size() < Limits.FRAME_ENTRIES) {
      List<TargetQueue> due = dueAtLowest(targets, throughSeq);
      if (due.isEmpty()) {
        break;
      }
      TargetItem first = toPost(due.getFirst(), throughSeq);
      Entry entry = first.out.entry;
      if (entry == null) {
        request(due.getFirst(), first, throughSeq, sent);
        break;
      }
      bytes += FrameSizes.entryBytes(first.out.bodyBytes);
      for (TargetQueue target : due) {
        TargetItem item = toPost(target, throughSeq);
        bytes += FrameSizes.ADDRESS_OVERHEAD + FrameSizes.partBytes(item.part);
      }
      if ((!batch.isEmpty() && bytes > POST_BYTES) || !outbox.post(first.out)) {
        break;
      }
      List<Address> to = new ArrayList<>(due.size());
      for (TargetQueue target : due) {
        TargetItem item = toPost(target, throughSeq);
        to.add(new Address(target.device, target.afterOf(item), item.part));
        outbox.posted(item);
        target.posted(item, nowMs);
        markSent(target, item, sent);
      }
      batch.add(new PostedEntry(entry, to));
    }
    if (!batch.isEmpty()) {
      effects.add(new SendEffect.Post(batch));
    }
    effects.addAll(merged(sent));
  }

  /** The targets reached by the relay, alone or too, whose next entry is the lowest of all. */
  private static List<TargetQueue> dueAtLowest(Collection<TargetQueue> targets, long throughSeq) {
    List<TargetQueue> due = new ArrayList<>();
    long lowest = Long.MAX_VALUE;
    for (TargetQueue target : targets) {
      if (target.takingBack > 0 || target.retryAtMs != TargetQueue.NEVER) {
        continue;
      }
      TargetItem item = target.nextToPost(throughSeq);
      if (item != null && item.seq() <= lowest) {
        if (item.seq() < lowest) {
          due.clear();
          lowest = item.seq();
        }
        due.add(target);
      }
    }
    return due;
  }

  private static TargetItem toPost(TargetQueue target, long throughSeq) {
    TargetItem item = target.nextToPost(throughSeq);
    if (item == null) {
      throw new IllegalStateException("nothing waits for " + target.device);
    }
    return item;
  }

  private static void markSent(TargetQueue target, TargetItem item, List<SendEffect> sent) {
    if (item.status == Status.QUEUED) {
      item.status = Status.SENT;
      Range range = new Range(item.seq(), item.seq());
      sent.add(new SendEffect.StatusChanged(target.device, List.of(range), Status.SENT, null));
    }
  }

  /** One status effect per target instead of one per entry. */
  private static List<SendEffect> merged(List<SendEffect> effects) {
    if (effects.size() < 2) {
      return effects;
    }
    Map<UUID, RangeSet> sent = new LinkedHashMap<>();
    List<SendEffect> result = new ArrayList<>();
    for (SendEffect effect : effects) {
      if (effect instanceof SendEffect.StatusChanged(var target, var seqs, _, _)) {
        RangeSet set = sent.computeIfAbsent(target, _ -> new RangeSet());
        seqs.forEach(r -> set.add(r.fromSeq(), r.throughSeq()));
      } else {
        result.add(effect);
      }
    }
    sent.forEach(
        (target, set) ->
            result.add(new SendEffect.StatusChanged(target, set.toList(), Status.SENT, null)));
    return result;
  }

  /** Asks for the bytes of {@code first} and those that wait after it, unless that was done. */
  private void request(
      TargetQueue target, TargetItem first, long throughSeq, List<SendEffect> effects) {
    RangeSet wanted = new RangeSet();
    int count = 0;
    if (first.out.requested) {
      return;
    }
    for (TargetItem item : target.items.tailMap(first.seq(), true).values()) {
      if (count == limits.transcriptEntries() || item.seq() > throughSeq) {
        break;
      }
      boolean waits = item == first || item.flight == Flight.WAITING;
      if (waits && item.out.entry == null && !item.out.requested) {
        item.out.requested = true;
        wanted.add(item.seq());
        count++;
      }
    }
    effects.add(new SendEffect.NeedFromTranscript(wanted.toList()));
  }
}
