package dev.plait.server.account;

import dev.plait.server.database.NodeDatabase;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Devices that are gone for good. Their queues are deleted after the transaction that ends them; a
 * node that died in between does so at its next start.
 */
public final class GoneDevices {
  private GoneDevices() {}

  /** In the transaction that ends the device. */
  static void note(Handle handle, UUID device) {
    handle.createUpdate("insert into device_gone (device) values (:d)").bind("d", device).execute();
  }

  /** Deletes the queues of those that were noted, before anything is relayed. */
  public static void finish(NodeDatabase database, Consumer<UUID> deleteQueue) {
    List<UUID> gone =
        database.read(
            handle ->
                handle
                    .createQuery("select device from device_gone")
                    .map((row, context) -> (UUID) row.getObject(1))
                    .list());
    for (UUID device : gone) {
      deleteQueue.accept(device);
      database.write(
          handle ->
              handle
                  .createUpdate("delete from device_gone where device = :d")
                  .bind("d", device)
                  .execute());
    }
  }
}
