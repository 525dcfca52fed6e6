package dev.plait.store.jdbc;

import dev.plait.protocol.wire.StreamId;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** What H2 and PostgreSQL do differently. */
public enum Dialect {
  /** Embedded; one process, one writer at a time, synced by a checkpoint. */
  H2(
      "insert into queue_device (target, last_pos, entries, bytes) select cast(:target as uuid), 0, 0,"
          + " 0 where not exists (select 1 from queue_device where target = :target)"),
  /** A server; several nodes may write at once, and a commit is synced. */
  POSTGRESQL(
      "insert into queue_device (target, last_pos, entries, bytes) values (:target, 0, 0, 0) on"
          + " conflict do nothing");

  private final String insertDevice;

  Dialect(String insertDevice) {
    this.insertDevice = insertDevice;
  }

  /** Makes a device row unless there is one; binds {@code target}. */
  String insertDevice() {
    return insertDevice;
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
