package dev.plait.relay;

import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.QueueRow;
import java.util.List;
import java.util.UUID;

/**
 * What the driver must do. Effects on the store may run on another thread, but one after the other
 * in the order of a {@link StoreQueue}.
 */
public sealed interface Effect {

  /** Write a frame to a device's session; dropped when that session is no longer there. */
  record Send(UUID device, long session, ServerFrame frame) implements Effect {}

  /** Commit rows; answer with {@link Relay#handleCommitted} or {@link Relay#handleCommitFailed}. */
  record Commit(long batchId, List<QueueRow> rows) implements Effect {
    /** Copies the list. */
    public Commit {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Delete acked rows; when it fails the rows are sent and acked once more, nothing is lost.
   *
   * @param account in whose turn: the target's, or the sender's when the row was on its way to disk
   */
  record DeleteThrough(UUID account, AckedThrough mark) implements Effect {}

  /**
   * Delete rows the sender took back. Until it has been done, commits to the same (stream, target)
   * must fail, or it would take what is posted after it; so must the positions of the stream.
   *
   * @param account the sender's
   */
  record CancelRows(UUID account, AckedThrough mark) implements Effect {}

  /**
   * Read on; answer with {@link Relay#handlePage} or {@link Relay#handlePageFailed}.
   *
   * @param account the device's
   */
  record ReadPage(
      UUID account, UUID device, long requestId, long afterPosition, int maxEntries, long maxBytes)
      implements Effect {}

  /**
   * Look up receipts; answer with {@link Relay#handlePositions} or {@link
   * Relay#handlePositionsFailed}.
   *
   * @param account the device's
   * @param ref of the frame that asks, 0 for none
   */
  record ReadPositions(UUID account, UUID device, long session, long ref, List<StreamId> streams)
      implements Effect {
    /** Copies the list. */
    public ReadPositions {
      streams = List.copyOf(streams);
    }
  }

  /** Delete rows queued before a time; answer with {@link Relay#handleExpired}. */
  record Expire(long olderThanMs) implements Effect {}

  /** How an entry for one target has left custody. */
  enum Outcome {
    /** Acked while it was here. */
    DELIVERED,
    /** Committed to the device's queue. */
    STORED,
    /** Given back to the sender. */
    REFUSED
  }

  /** For the operator's eyes only: an entry for one target was in custody for so long. */
  record Left(Outcome outcome, long afterMs) implements Effect {}

  /**
   * Delete what waits for a device in a conversation that it is out of.
   *
   * @param acceptedThroughMs when it was out of it: it may be in again by the time of the delete
   */
  record Leave(UUID conversation, UUID device, long acceptedThroughMs) implements Effect {}

  /** Delete everything of a device that will not come back. */
  record Forget(UUID device) implements Effect {}
}
