package dev.plait.peer.outbox;

import dev.plait.peer.core.DiskWrite;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Writes which devices are targets no more, and who stands for them, within the caller's
 * transaction. May be repeated. Used by the disk thread only.
 */
final class TargetWriter {
  private final Handle handle;

  TargetWriter(Handle handle) {
    this.handle = handle;
  }

  void gone(DiskWrite.TargetGone gone) {
    delete("outbox_target", gone.stream().conversation(), gone.device());
    delete("target", gone.stream().conversation(), gone.device());
  }

  /** What was refused for the old target is refused for each of the others. */
  void replaced(DiskWrite.TargetReplaced replaced) {
    UUID conversation = replaced.stream().conversation();
    for (UUID device : replaced.by()) {
      handle.execute(
          "merge into target (conversation, device, addressed_seq, delivered_seq, read_seq, mark,"
              + " first_seq) key (conversation, device) select conversation, ?, addressed_seq, 0,"
              + " 0, 0, first_seq from target where conversation = ? and device = ?",
          device,
          conversation,
          replaced.device());
      handle.execute(
          "merge into outbox_target (conversation, device, seq, after_seq, part, status)"
              + " key (conversation, device, seq) select conversation, ?, seq, after_seq, part,"
              + " case status when ? then status else 0 end from outbox_target"
              + " where conversation = ? and device = ?",
          device,
          TableWriter.UNSENT,
          conversation,
          replaced.device());
      handle.execute(
          "merge into outbox_refused (conversation, device, seq, code)"
              + " key (conversation, device, seq) select conversation, ?, seq, code"
              + " from outbox_refused where conversation = ? and device = ?",
          device,
          conversation,
          replaced.device());
    }
    for (String table : new String[] {"outbox_target", "target", "outbox_refused"}) {
      delete(table, conversation, replaced.device());
    }
  }

  private void delete(String table, UUID conversation, UUID device) {
    handle.execute(
        "delete from " + table + " where conversation = ? and device = ?", conversation, device);
  }
}
