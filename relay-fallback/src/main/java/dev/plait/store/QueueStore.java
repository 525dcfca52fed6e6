package dev.plait.store;

import dev.plait.protocol.wire.StreamId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The device queues: what the server has taken custody of and not handed over yet (I3).
 *
 * <p>Every method blocks and may be called from any thread. Each is one transaction: it either
 * happened completely or, when it throws {@link StoreUnavailable}, the caller must assume nothing
 * and may simply call again later; every operation may be repeated without harm.
 */
public interface QueueStore {
  /**
   * Takes custody of rows. When this returns, every row with an outcome other than a refusal is
   * synced to disk.
   *
   * <p>The whole batch is one transaction; a refused row does not hinder the others. Rows of one
   * stream may come in any order and in any batch.
   *
   * @param rows at most some thousands; may repeat rows
   * @throws StoreUnavailable when disk or database fail; post again later
   */
  CommitResult commit(List<QueueRow> rows);

  /**
   * Reads a device's backlog in arrival order, each stream in seq order.
   *
   * @param afterPosition position of the last entry read before, 0 to start
   * @param maxEntries at least 1
   * @param maxBytes of bodies and parts; one entry is returned even when it alone is larger
   */
  Page page(UUID device, long afterPosition, int maxEntries, long maxBytes);

  /**
   * Removes what targets have acked and keeps {@code deliveredThroughSeq} for each (stream, target)
   * that ever had a durable row: the acked seq or, when lower, that of the last row. An ack of what
   * was never durable writes nothing.
   *
   * @return how many rows were removed
   */
  int deleteThrough(List<AckedThrough> acks);

  /**
   * What is durably known of streams, one item per (stream, target) with anything to tell. Synced
   * to disk when this returns, also what an earlier {@link #commit} left unsynced as it failed.
   */
  List<StoredPosition> positions(Collection<StreamId> streams);

  /**
   * Takes back what targets have not acked (re-base); nothing is counted as delivered.
   *
   * @param marks at most some hundreds
   * @return how many rows were removed
   */
  int cancel(List<AckedThrough> marks);

  /**
   * Drops rows accepted before a moment, with all older rows of the same (stream, target), and
   * keeps {@code expiredThroughSeq} for each. Bounded per call: call again until it returns
   * nothing.
   *
   * @param olderThanMs milliseconds since 1970, exclusive
   */
  List<ExpiredRows> expire(long olderThanMs);

  /** What a device's queue holds now. */
  Usage usage(UUID device);

  /** What all queues hold now; reads one short row for each device that ever had one. */
  QueueTotals totals();

  /**
   * Drops what waits for a device in one conversation; how far it got there stays known.
   *
   * @param acceptedThroughMs what was accepted later stays
   * @return how many rows were removed
   */
  int deleteOf(UUID conversation, UUID device, long acceptedThroughMs);

  /**
   * Forgets a device for good: its queue and the positions it had as target or sender. What it sent
   * stays in the queues of others.
   */
  void deleteDevice(UUID device);
}
