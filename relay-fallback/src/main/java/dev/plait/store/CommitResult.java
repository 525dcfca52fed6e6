package dev.plait.store;

import java.util.List;

/**
 * What became of each row of a batch.
 *
 * @param outcomes in the order of the rows
 */
public record CommitResult(List<Outcome> outcomes) {
  /** Copies the list. */
  public CommitResult {
    outcomes = List.copyOf(outcomes);
  }

  /** What became of one row. */
  public enum Outcome {
    /** It is in the queue now. */
    INSERTED,
    /** It was in the queue already; the addressing of this copy (after, part) now counts. */
    ALREADY_THERE,
    /** The target had acked it before; no row was made. */
    DELIVERED,
    /** It had waited too long before and was dropped; no row was made. */
    EXPIRED,
    /** The same stream and seq came before with other bytes; nothing was changed. */
    CONFLICT,
    /** The target's queue has no room; nothing was changed. */
    QUEUE_FULL,
    /** The target is the box of an account that has accepted meanwhile; nothing was changed. */
    CLOSED;

    /** Whether the entry is in the server's custody after the commit: {@code stored} is true. */
    public boolean stored() {
      return this == INSERTED || this == ALREADY_THERE;
    }
  }
}
