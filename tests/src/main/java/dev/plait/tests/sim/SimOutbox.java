package dev.plait.tests.sim;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceState;
import dev.plait.protocol.delivery.RangeSet;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Entry;
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

/** What a device keeps of one own stream. */
final class SimOutbox {
  final StreamId id;
  final TreeMap<Long, Entry> said = new TreeMap<>();
  final TreeMap<Long, Entry> outbox = new TreeMap<>();
  final Map<UUID, OwnTarget> targets = new LinkedHashMap<>();
  final Set<Map.Entry<UUID, Long>> refused = new HashSet<>();
  long nextSeq = 1;

  /** From here on nothing was ever on a path. */
  long unsentFrom = Long.MAX_VALUE;

  SimOutbox(StreamId id) {
    this.id = id;
  }

  SimOutbox copy() {
    SimOutbox copy = new SimOutbox(id);
    copy.said.putAll(said);
    copy.outbox.putAll(outbox);
    copy.refused.addAll(refused);
    targets.forEach((target, at) -> copy.targets.put(target, at.copy()));
    copy.nextSeq = nextSeq;
    copy.unsentFrom = unsentFrom;
    return copy;
  }

  /** An entry is in the outbox, for those targets. */
  void sent(PostedEntry posted) {
    Entry entry = posted.entry();
    long seq = entry.seq();
    said.put(seq, entry);
    outbox.put(seq, entry);
    nextSeq = seq + 1;
    for (Address to : posted.to()) {
      OwnTarget target = targets.computeIfAbsent(to.device(), _ -> new OwnTarget(seq));
      target.addressed = seq;
      target.said.add(seq);
      target.open.put(
          seq, new DeviceState.PendingTarget(to.device(), to.afterSeq(), to.part(), false));
    }
  }

  /** A target will not get these. */
  void neverDelivered(UUID target, List<Range> seqs) {
    OwnTarget at = targets.get(target);
    if (at != null) {
      for (Range range : seqs) {
        NavigableMap<Long, ?> open = part(at.open, range);
        open.keySet().forEach(seq -> refused.add(Map.entry(target, seq)));
        open.clear();
      }
    }
  }

  /** Others were addressed as a target was, and lack what it lacks. */
  void replace(UUID target, List<UUID> by) {
    OwnTarget at = targets.remove(target);
    if (at == null) {
      return;
    }
    for (UUID device : by) {
      OwnTarget fresh = targets.computeIfAbsent(device, _ -> new OwnTarget(at.first));
      fresh.addressed = Math.max(fresh.addressed, at.addressed);
      fresh.said.addAll(at.said);
      at.open.forEach(
          (seq, pending) ->
              fresh.open.put(
                  seq,
                  new DeviceState.PendingTarget(
                      device, pending.afterSeq(), pending.part(), false)));
      at.said.stream()
          .filter(seq -> refused.contains(Map.entry(target, seq)))
          .forEach(seq -> refused.add(Map.entry(device, seq)));
    }
    refused.removeIf(one -> one.getKey().equals(target));
  }

  void forget(Range seqs) {
    part(outbox, seqs).clear();
  }

  /** Entries as the transcript has them. */
  List<Entry> said(List<Range> seqs) {
    return seqs.stream().flatMap(range -> part(said, range).values().stream()).toList();
  }

  /** What a target lacks again. */
  List<Entry> again(CoreEffect.ReadAgain asked) {
    OwnTarget at = targets.get(asked.target());
    return at != null && id.equals(asked.stream())
        ? part(said, new Range(asked.fromSeq(), asked.throughSeq())).values().stream()
            .filter(entry -> at.said.contains(entry.seq()))
            .filter(entry -> !refused.contains(Map.entry(asked.target(), entry.seq())))
            .limit(asked.most())
            .toList()
        : List.of();
  }

  /** What a start knows of every entry. */
  void statuses(SimDisk.StatusTaker taker) {
    targets.forEach(
        (target, at) ->
            said.keySet()
                .forEach(
                    seq -> {
                      if (refused.contains(Map.entry(target, seq))) {
                        taker.take(id, target, seq, Status.REFUSED);
                      } else if (at.said.contains(seq)) {
                        taker.take(id, target, seq, at.status(seq, unsentFrom));
                      }
                    }));
  }

  /** What a start finds. */
  DeviceState.OutStream load() {
    List<DeviceState.Target> all = new ArrayList<>();
    TreeMap<Long, List<DeviceState.PendingTarget>> open = new TreeMap<>();
    targets.forEach(
        (target, at) -> {
          all.add(at.load(target, refusedBelow(target, at)));
          at.open.forEach(
              (seq, pending) -> open.computeIfAbsent(seq, _ -> new ArrayList<>()).add(pending));
        });
    List<DeviceState.Pending> entries = new ArrayList<>();
    open.forEach(
        (seq, to) ->
            entries.add(
                new DeviceState.Pending(
                    Objects.requireNonNull(said.get(seq)), to, seq >= unsentFrom)));
    return new DeviceState.OutStream(id, nextSeq, all, entries, givenUp());
  }

  private List<DeviceState.GivenUp> givenUp() {
    List<DeviceState.GivenUp> givenUp = new ArrayList<>();
    for (Map.Entry<UUID, Long> at : refused) {
      OwnTarget target = targets.get(at.getKey());
      Entry entry = said.get(at.getValue());
      if (target != null
          && entry != null
          && entry.seq() >= target.first
          && entry.seq() > target.delivered) {
        givenUp.add(new DeviceState.GivenUp(at.getKey(), entry.seq(), entry.id()));
      }
    }
    return givenUp;
  }

  private static <T> NavigableMap<Long, T> part(NavigableMap<Long, T> rows, Range range) {
    return rows.subMap(range.fromSeq(), true, range.throughSeq(), true);
  }

  /** What a target was refused or not sent, since it became one, although its cursor is beyond. */
  private List<Range> refusedBelow(UUID target, OwnTarget at) {
    RangeSet seqs = new RangeSet();
    for (long seq = Math.max(at.first, at.read + 1); seq <= at.delivered; seq++) {
      if (refused.contains(Map.entry(target, seq)) || !at.said.contains(seq)) {
        seqs.add(seq);
      }
    }
    return seqs.toList();
  }

  /** Nothing was on a path from there on. */
  void handleUnsent(long fromSeq) {
    unsentFrom = Math.min(unsentFrom, fromSeq);
  }

  /** It says something else. */
  void reword(Entry entry) {
    said.replace(entry.seq(), entry);
    outbox.replace(entry.seq(), entry);
  }

  /** How far it has come at one target. */
  static final class OwnTarget {
    final TreeMap<Long, DeviceState.PendingTarget> open = new TreeMap<>();
    final Set<Long> said = new HashSet<>();
    final long first;
    long addressed;
    long delivered;
    long mark;
    long read;

    OwnTarget(long first) {
      this.first = first;
    }

    OwnTarget copy() {
      OwnTarget copy = new OwnTarget(first);
      copy.open.putAll(open);
      copy.said.addAll(said);
      copy.addressed = addressed;
      copy.delivered = delivered;
      copy.mark = mark;
      copy.read = read;
      return copy;
    }

    /** Whether the server has taken over those that are open. */
    void custody(List<Range> seqs, boolean stored) {
      for (Range range : seqs) {
        part(open, range)
            .replaceAll(
                (_, at) ->
                    new DeviceState.PendingTarget(at.device(), at.afterSeq(), at.part(), stored));
      }
    }

    DeviceState.Target load(UUID target, List<Range> refusedBelow) {
      return new DeviceState.Target(target, first, addressed, delivered, mark, read, refusedBelow);
    }

    void handleDelivered(long through, long ofCursor) {
      open.headMap(through, true).clear();
      if (through >= delivered) {
        delivered = through;
        mark = ofCursor;
      }
    }

    Status status(long seq, long unsentFrom) {
      DeviceState.PendingTarget pending = open.get(seq);
      if (pending != null && seq >= unsentFrom) {
        return Status.QUEUED;
      } else if (pending != null) {
        return pending.stored() ? Status.STORED : Status.SENT;
      }
      return seq <= delivered ? Status.DELIVERED : Status.REFUSED;
    }
  }
}
