package dev.plait.store.jdbc;

import dev.plait.protocol.wire.StreamId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Device rows held for one transaction, with their counters. Always devices first, then streams,
 * each in one order, so that nodes seldom deadlock. Used by the thread of the transaction.
 */
final class QueueLocks {
  /** Counters of one device; written back by {@link #save}. */
  static final class Counters {
    long lastPos;
    int entries;
    long bytes;

    /** Whether it takes nothing more ({@link RequestBoxes}). */
    final boolean closed;

    Counters(long lastPos, int entries, long bytes, boolean closed) {
      this.lastPos = lastPos;
      this.entries = entries;
      this.bytes = bytes;
      this.closed = closed;
    }
  }

  private final Handle handle;
  private final Map<UUID, Counters> devices = new LinkedHashMap<>();

  private QueueLocks(Handle handle) {
    this.handle = handle;
  }

  /**
   * Takes the locks.
   *
   * @param create whether devices without a row get one
   */
  static QueueLocks take(
      Handle handle,
      Dialect dialect,
      Collection<UUID> targets,
      Collection<StreamId> streams,
      boolean create) {
    QueueLocks locks = new QueueLocks(handle);
    Set<UUID> wanted = new TreeSet<>(targets);
    locks.lock(wanted);
    Set<UUID> missing = new TreeSet<>(wanted);
    missing.removeAll(locks.devices.keySet());
    if (create && !missing.isEmpty()) {
      missing.forEach(target -> dialect.insertDevice(handle, target));
      locks.lock(missing);
    }
    dialect.lockStreams(handle, streams);
    return locks;
  }

  private void lock(Set<UUID> targets) {
    if (targets.isEmpty()) {
      return;
    }
    handle
        .createQuery(
            "select target, last_pos, entries, bytes, closed from queue_device where target in (<targets>)"
                + " order by target for update")
        .bindList("targets", targets)
        .map(
            (rs, ctx) ->
                Map.entry(
                    rs.getObject("target", UUID.class),
                    new Counters(
                        rs.getLong("last_pos"),
                        rs.getInt("entries"),
                        rs.getLong("bytes"),
                        rs.getBoolean("closed"))))
        .forEach(row -> devices.put(row.getKey(), row.getValue()));
  }

  boolean has(UUID target) {
    return devices.containsKey(target);
  }

  Counters of(UUID target) {
    Counters counters = devices.get(target);
    if (counters == null) {
      throw new IllegalStateException("no lock on the queue of " + target);
    }
    return counters;
  }

  /** Writes the counters back. */
  void save() {
    PreparedBatch batch =
        handle.prepareBatch(
            "update queue_device set last_pos = :pos, entries = :entries, bytes = :bytes"
                + " where target = :target");
    devices.forEach(
        (target, counters) ->
            batch
                .bind("pos", counters.lastPos)
                .bind("entries", counters.entries)
                .bind("bytes", counters.bytes)
                .bind("target", target)
                .add());
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
