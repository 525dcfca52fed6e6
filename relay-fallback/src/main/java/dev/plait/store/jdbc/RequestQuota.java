package dev.plait.store.jdbc;

import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * How much a sender has in a queue whose account has not accepted the conversation. For one
 * transaction that holds the queues; used by its thread.
 */
final class RequestQuota {
  private record Key(UUID conversation, UUID sender, UUID target) {}

  private static final class Kept {
    int entries;
    long bytes;

    Kept(int entries, long bytes) {
      this.entries = entries;
      this.bytes = bytes;
    }
  }

  private final Handle handle;
  private final QueueLimits limits;
  private final Map<Key, Kept> kept = new HashMap<>();

  RequestQuota(Handle handle, QueueLimits limits) {
    this.handle = handle;
    this.limits = limits;
  }

  /** Whether one more row fits; then it counts. */
  boolean fits(QueueRow row) {
    Key key = new Key(row.stream().conversation(), row.stream().device(), row.target());
    Kept there = kept.computeIfAbsent(key, this::read);
    if (there.entries >= limits.requestEntries()
        || there.bytes + row.bytes() > limits.requestBytes()) {
      return false;
    }
    there.entries++;
    there.bytes += row.bytes();
    return true;
  }

  private Kept read(Key key) {
    return handle
        .createQuery(
            "select count(*), coalesce(sum(bytes), 0) from queue_row where"
                + " conversation = :conversation and sender = :sender and target = :target")
        .bind("conversation", key.conversation())
        .bind("sender", key.sender())
        .bind("target", key.target())
        .map((row, context) -> new Kept(row.getInt(1), row.getLong(2)))
        .one();
  }
}
