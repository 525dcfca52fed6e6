package dev.plait.server.account;

import dev.plait.server.database.NodeDatabase;
import dev.plait.server.session.Incarnations;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Incarnations in the device table. Safe from any thread; blocks on the database. */
public final class DeviceIncarnations implements Incarnations {
  private final NodeDatabase database;

  /** Works on {@code database}, which outlives this. */
  public DeviceIncarnations(NodeDatabase database) {
    this.database = database;
  }

  @Override
  public long replace(UUID device, List<Long> told) {
    while (true) {
      Long kept = kept(device);
      if (kept == null) {
        return 0; // signed out for good meanwhile
      }
      boolean takesItsPlace = kept == 0 || told.contains(kept);
      if (!takesItsPlace
          || kept.equals(told.getFirst())
          || replaced(device, kept, told.getFirst())) {
        return kept;
      }
    }
  }

  private @Nullable Long kept(UUID device) {
    return database.find(
        handle ->
            handle
                .createQuery("select incarnation from device where id = :d")
                .bind("d", device)
                .mapTo(Long.class)
                .findOne()
                .orElse(null));
  }

  /** False when another hello of the device came between, which has to be looked at first. */
  private boolean replaced(UUID device, long kept, long incarnation) {
    return database.write(
            handle ->
                handle
                    .createUpdate(
                        "update device set incarnation = :i where id = :d and incarnation = :kept")
                    .bind("i", incarnation)
                    .bind("d", device)
                    .bind("kept", kept)
                    .execute())
        > 0;
  }
}
