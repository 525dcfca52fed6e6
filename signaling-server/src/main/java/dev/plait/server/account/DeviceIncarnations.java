package dev.plait.server.account;

import dev.plait.server.database.NodeDatabase;
import dev.plait.server.session.Incarnations;
import java.util.UUID;

/** Incarnations in the device table. Safe from any thread; blocks on the database. */
public final class DeviceIncarnations implements Incarnations {
  private final NodeDatabase database;

  /** Works on {@code database}, which outlives this. */
  public DeviceIncarnations(NodeDatabase database) {
    this.database = database;
  }

  @Override
  public long replace(UUID device, long incarnation) {
    long before =
        database.read(
            handle ->
                handle
                    .createQuery("select incarnation from device where id = :d")
                    .bind("d", device)
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(0L));
    if (before != incarnation) {
      database.write(
          handle ->
              handle
                  .createUpdate("update device set incarnation = :i where id = :d")
                  .bind("i", incarnation)
                  .bind("d", device)
                  .execute());
    }
    return before;
  }
}
