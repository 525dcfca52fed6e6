package dev.plait.store.jdbc;

import dev.plait.protocol.wire.Bytes;
import dev.plait.store.QueueRow;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes of {@code queue_row} and writes them in batches. One transaction, one thread.
 */
final class RowWriter {
  private final PreparedBatch inserts;
  private final PreparedBatch moves;
  private final PreparedBatch addressings;

  RowWriter(Handle handle) {
    inserts =
        handle.prepareBatch(
            "insert into queue_row (conversation, sender, epoch, target, seq, pos, after_seq, part,"
                + " bytes, accepted_ms, account) values (:conversation, :sender, :epoch, :target, :seq, :pos,"
                + " :after, :part, :bytes, :accepted,"
                + " cast(:account as uuid))");
    moves =
        handle.prepareBatch(
            "update queue_row set pos = :pos where " + StreamTarget.BOTH + " and seq = :seq");
    addressings =
        handle.prepareBatch(
            "update queue_row set after_seq = :after, part = :part, bytes = :bytes where "
                + StreamTarget.BOTH
                + " and seq = :seq");
  }

  void insert(QueueRow row, long pos) {
    new StreamTarget(row.stream(), row.target())
        .bind(inserts)
        .bind("seq", row.entry().seq())
        .bind("pos", pos)
        .bind("accepted", row.acceptedAtMs())
        .bindByType("account", row.account(), UUID.class);
    bindAddress(inserts, row).add();
  }

  void move(StreamTarget key, long seq, long pos) {
    key.bind(moves).bind("seq", seq).bind("pos", pos).add();
  }

  void readdress(StreamTarget key, QueueRow row) {
    key.bind(addressings).bind("seq", row.entry().seq());
    bindAddress(addressings, row).add();
  }

  private static PreparedBatch bindAddress(PreparedBatch batch, QueueRow row) {
    // By type: a batch binds every row as it bound the first, and a part may be null in any of
    // them.
    return batch
        .bind("after", row.afterSeq())
        .bind("bytes", row.bytes())
        .bindByType("part", array(row.part()), byte[].class);
  }

  private static byte @Nullable [] array(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.toArray();
  }

  void save() {
    for (PreparedBatch batch : java.util.List.of(addressings, moves, inserts)) {
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }
}
