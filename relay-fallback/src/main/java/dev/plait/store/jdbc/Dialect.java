package dev.plait.store.jdbc;

import dev.plait.protocol.wire.StreamId;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/** What H2 and PostgreSQL do differently. */
public enum Dialect {
  /** Embedded; one process, one writer at a time, synced by a checkpoint. */
  H2(
      "insert into queue_device (target, last_pos, entries, bytes) select cast(:target as uuid), 0, 0,"
          + " 0 where not exists (select 1 from queue_device where target = :target)",
      "insert into queue_share (account, target, entries, bytes) select cast(:account as uuid),"
          + " cast(:target as uuid), 0, 0 where not exists (select 1 from queue_share"
          + " where account = :account and target = :target)"),
  /** A server; several nodes may write at once, and a commit is synced. */
  POSTGRESQL(
      "insert into queue_device (target, last_pos, entries, bytes) values (:target, 0, 0, 0) on"
          + " conflict do nothing",
      "insert into queue_share (account, target, entries, bytes) values (:account, :target, 0, 0)"
          + " on conflict do nothing");

  private final String insertDevice;
  private final String insertShare;

  Dialect(String insertDevice, String insertShare) {
    this.insertDevice = insertDevice;
    this.insertShare = insertShare;
  }

  /** Makes the row of a queue unless there is one. */
  void insertDevice(Handle handle, UUID target) {
    insert(handle.createUpdate(insertDevice).bind("target", target));
  }

  /** Makes the row of an account's share of a queue unless there is one. */
  void insertShare(Handle handle, UUID account, UUID target) {
    insert(handle.createUpdate(insertShare).bind("account", account).bind("target", target));
  }

  /** On H2 another may have made it since it was looked for; it is there then, committed. */
  private static void insert(Update insert) {
    try {
      insert.execute();
    } catch (UnableToExecuteStatementException e) {
      if (!(e.getCause() instanceof SQLIntegrityConstraintViolationException)) {
        throw e;
      }
    }
  }

  /**
   * Holds streams for the rest of the transaction, so that their bodies are counted by one at a
   * time. Nothing to do for H2: its store has one writer, and who empties a box beside it never
   * takes the last use of a body.
   */
  void lockStreams(Handle handle, Collection<StreamId> streams) {
    if (this == POSTGRESQL) {
      streams.stream()
          .mapToLong(Dialect::lockKey)
          .distinct()
          .sorted()
          .forEach(
              key ->
                  handle
                      .createQuery("select cast(pg_advisory_xact_lock(:key) as text)")
                      .bind("key", key)
                      .mapTo(String.class)
                      .list());
    }
  }

  private static long lockKey(StreamId stream) {
    long high = stream.conversation().getLeastSignificantBits();
    return (high * 31 + stream.device().getLeastSignificantBits()) * 31 + stream.epoch();
  }
}
