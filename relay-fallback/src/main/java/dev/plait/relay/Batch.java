package dev.plait.relay;

import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Group commit: rows gather in the open batch, which closes after a few ms or N rows; one commit is
 * under way at a time, so the rows of an account reach the disk in the order they came. What
 * exceeds N waits for the next, and the accounts take turns. Pure.
 */
final class Batch {
  /**
   * What the first row of a further stream or target costs the store, in rows: it has to look up
   * how far that queue is. So a group of 256 rows for one takes as long as one of 64 for many.
   */
  private static final int NEW_QUEUE_ROWS = 4;

  private record QueueOf(StreamId stream, UUID target) {}

  private final RelayLimits limits;
  private final FairQueue<Pending> open = new FairQueue<>();
  private List<Pending> committing = List.of();
  private long committingId;
  private long nextId = 1;
  private long openedAtMs;

  Batch(RelayLimits limits) {
    this.limits = limits;
  }

  void add(Pending pending, long nowMs) {
    if (open.isEmpty()) {
      openedAtMs = nowMs;
    }
    pending.state = Pending.State.BATCHED;
    open.add(pending.of.account, pending);
  }

  void remove(Pending pending) {
    open.remove(pending.of.account, pending);
  }

  boolean idle() {
    return committing.isEmpty() && !open.isEmpty();
  }

  long closesAtMs() {
    return openedAtMs + limits.groupMs();
  }

  boolean ready(long nowMs) {
    return idle() && (open.size() >= limits.groupRows() || nowMs >= closesAtMs());
  }

  /** Closes the batch; its rows are under way. */
  Effect.Commit close() {
    List<Pending> rows = new ArrayList<>();
    Set<QueueOf> queues = new HashSet<>();
    int cost = 0;
    for (Pending next; cost < limits.groupRows() && (next = open.poll()) != null; ) {
      next.state = Pending.State.COMMITTING;
      rows.add(next);
      boolean first = queues.add(new QueueOf(next.of.stream, next.row.target()));
      cost += first && queues.size() > 1 ? NEW_QUEUE_ROWS : 1;
    }
    committing = rows;
    committingId = nextId++;
    return new Effect.Commit(committingId, rows.stream().map(pending -> pending.row).toList());
  }

  /** The commit is answered; its rows in order. */
  List<Pending> finish(long batchId) {
    if (committing.isEmpty() || batchId != committingId) {
      throw new IllegalStateException("batch " + batchId + " is not under way");
    }
    List<Pending> rows = committing;
    committing = List.of();
    return rows;
  }
}
