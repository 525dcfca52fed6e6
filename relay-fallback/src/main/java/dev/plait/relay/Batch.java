package dev.plait.relay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Group commit: rows gather in the open batch, which closes after a few ms or N rows; one commit is
 * under way at a time, so rows reach the disk in the order they came. Pure.
 */
final class Batch {
  private final RelayLimits limits;
  private final LinkedHashSet<Pending> open = new LinkedHashSet<>();
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
    open.add(pending);
  }

  void remove(Pending pending) {
    open.remove(pending);
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
    Iterator<Pending> oldest = open.iterator();
    while (oldest.hasNext() && rows.size() < limits.groupRows()) {
      Pending pending = oldest.next();
      oldest.remove();
      pending.state = Pending.State.COMMITTING;
      rows.add(pending);
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
