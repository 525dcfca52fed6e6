package dev.plait.store.jdbc;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult;
import dev.plait.store.ExpiredRows;
import dev.plait.store.Page;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import dev.plait.store.QueueStore;
import dev.plait.store.QueueTotals;
import dev.plait.store.StoredPosition;
import dev.plait.store.Usage;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The device queues in H2 or PostgreSQL. Safe from any thread and, on PostgreSQL, beside other
 * nodes. Owns nothing: the {@link Database} is closed by whoever opened it.
 */
public final class JdbcQueueStore implements QueueStore {
  /** Rows looked at in one expiry transaction: short enough not to hold up commits. */
  private static final int EXPIRE_ROWS = 500;

  private final Database database;
  private final QueueLimits limits;

  /** A store with the limits of the protocol. */
  public JdbcQueueStore(Database database) {
    this(database, QueueLimits.DEFAULT);
  }

  /** A store with limits of its own. */
  public JdbcQueueStore(Database database, QueueLimits limits) {
    this.database = database;
    this.limits = limits;
  }

  @Override
  public CommitResult commit(List<QueueRow> rows) {
    if (rows.isEmpty()) {
      return new CommitResult(List.of());
    }
    // Synced even when nothing is new: an earlier commit may have failed between commit and sync.
    return database.writeSynced(
        handle -> new CommitTransaction(handle, database.dialect(), limits, rows).run());
  }

  @Override
  public Page page(UUID device, long afterPosition, int maxEntries, long maxBytes) {
    if (maxEntries < 1) {
      throw new IllegalArgumentException("maxEntries " + maxEntries);
    }
    return database.readSnapshot(
        handle -> QueueReader.page(handle, device, afterPosition, maxEntries, maxBytes));
  }

  @Override
  public int deleteThrough(List<AckedThrough> acks) {
    return acks.isEmpty()
        ? 0
        : database.write(handle -> new Removal(handle, database.dialect()).acked(acks));
  }

  @Override
  public List<StoredPosition> positions(Collection<StreamId> streams) {
    return database.readSynced(handle -> QueueReader.positions(handle, streams));
  }

  @Override
  public int cancel(List<AckedThrough> marks) {
    return marks.isEmpty()
        ? 0
        : database.write(handle -> new Removal(handle, database.dialect()).cancelled(marks));
  }

  @Override
  public List<ExpiredRows> expire(long olderThanMs) {
    return database.writeSynced(
        handle -> new Removal(handle, database.dialect()).expired(olderThanMs, EXPIRE_ROWS));
  }

  @Override
  public Usage usage(UUID device) {
    return database.readSnapshot(handle -> QueueReader.usage(handle, device));
  }

  @Override
  public QueueTotals totals() {
    return database.readSnapshot(QueueReader::totals);
  }

  @Override
  public int deleteOf(UUID conversation, UUID device, long acceptedThroughMs) {
    return database.write(
        handle ->
            new Removal(handle, database.dialect()).left(conversation, device, acceptedThroughMs));
  }

  @Override
  public void deleteDevice(UUID device) {
    database.write(
        handle -> {
          new Removal(handle, database.dialect()).device(device);
          return true;
        });
  }
}
