package dev.plait.tests.sim;

import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a device has synced: all that is left of it after a crash. */
final class SimDisk {
  /** One own stream. */
  static final class Own {
    final StreamId stream;
    final TreeMap<Long, PostedEntry> outbox = new TreeMap<>();
    final Map<Long, Map<UUID, Status>> statuses = new HashMap<>();
    final Map<UUID, Long> lastSeq = new LinkedHashMap<>();
    final Map<UUID, Long> delivered = new HashMap<>();
    long nextSeq = 1;

    Own(StreamId stream) {
      this.stream = stream;
    }

    void insert(PostedEntry posted) {
      outbox.put(posted.entry().seq(), posted);
      nextSeq = posted.entry().seq() + 1;
      for (Address address : posted.to()) {
        lastSeq.put(address.device(), posted.entry().seq());
      }
    }

    void status(UUID target, long seq, Status status) {
      if (status == Status.DELIVERED) {
        delivered.merge(target, seq, Math::max);
      }
      if (outbox.containsKey(seq)) {
        statuses.computeIfAbsent(seq, _ -> new HashMap<>()).put(target, status);
      }
    }

    void forget(long fromSeq, long throughSeq) {
      outbox.subMap(fromSeq, true, throughSeq, true).clear();
      for (long seq = fromSeq; seq <= throughSeq; seq++) {
        statuses.remove(seq);
      }
    }
  }

  final Map<UUID, Own> own = new LinkedHashMap<>();
  final Map<StreamId, Long> cursors = new LinkedHashMap<>();
  final Map<UUID, TreeMap<TranscriptOrder, UUID>> transcripts = new LinkedHashMap<>();
  long lastHlc;

  long cursor(StreamId stream) {
    return cursors.getOrDefault(stream, 0L);
  }

  void addRow(StreamId stream, Entry entry) {
    transcripts
        .computeIfAbsent(stream.conversation(), _ -> new TreeMap<>())
        .put(new TranscriptOrder(entry.hlc(), stream.device(), entry.seq()), entry.id());
  }
}
