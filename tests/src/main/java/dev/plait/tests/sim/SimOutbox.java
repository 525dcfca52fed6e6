package dev.plait.tests.sim;

import dev.plait.peer.core.DeviceState;
import dev.plait.protocol.delivery.RangeSet;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** What a target was refused or not sent, since it became one, although its cursor is beyond. */
  List<Range> refusedBelow(UUID target, OwnTarget at) {
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
