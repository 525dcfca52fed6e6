package dev.plait.peer.core;

import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;

/**
 * Own entries on their way to the disk, and when they may be on paths. Owned by the peer's thread.
 */
final class OutCommits {
  private record Writing(long ticket, StreamId stream, long seq) {}

  private final Effects effects;
  private final Unsent unsent;
  private final long outboxBytes;
  private final Queue<Writing> writing = new ArrayDeque<>();

  /**
   * Makes one.
   *
   * @param outboxBytes the most of one stream
   */
  OutCommits(Effects effects, Unsent unsent, long outboxBytes) {
    this.effects = effects;
    this.unsent = unsent;
    this.outboxBytes = outboxBytes;
  }

  /** What the disk says was never on a path is kept back, before it is restored. */
  void restore(Sender sender, List<Entry> neverSent) {
    if (!neverSent.isEmpty()) {
      unsent.restore(sender.stream().conversation(), neverSent);
      sender.log().restoreUnsent(neverSent.getFirst().seq());
    }
  }

  /** Writes an entry; returns the ticket. */
  long write(Sender sender, PostedEntry posted, long nowMs) {
    StreamId stream = sender.stream();
    letGo(sender);
    if (!unsent.keeps(stream.conversation())) {
      long ticket = effects.persist(List.of(new DiskWrite.Sent(stream, posted, false)));
      writing.add(new Writing(ticket, stream, posted.entry().seq()));
      return ticket;
    }
    List<DiskWrite> writes = new ArrayList<>();
    List<Entry> reworded =
        unsent.keep(stream.conversation(), posted.entry(), outboxBytes - sender.waitingBytes());
    if (!reworded.isEmpty()) {
      sender.handleTranscript(reworded, nowMs);
      writes.add(new DiskWrite.Reworded(stream, reworded));
    }
    writes.add(new DiskWrite.Sent(stream, posted, true));
    return effects.persist(writes);
  }

  /** What was never on a path goes, once it is on disk that it may have been (CNT-5). */
  void letGo(Sender sender) {
    StreamId stream = sender.stream();
    long throughSeq = unsent.letGo(stream.conversation());
    if (throughSeq > 0) {
      long ticket = effects.persist(List.of(new DiskWrite.LetGo(stream, throughSeq)));
      writing.add(new Writing(ticket, stream, throughSeq));
    }
  }

  /** The last entry of each conversation that may be on paths from now on. */
  Map<UUID, Long> durable(long throughTicket) {
    Map<UUID, Long> through = new LinkedHashMap<>();
    for (Writing next = writing.peek();
        next != null && next.ticket() <= throughTicket;
        next = writing.peek()) {
      writing.remove();
      through.put(next.stream().conversation(), next.seq());
    }
    return through;
  }
}
