package dev.plait.tests.sim;

import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Entry;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds every {@code delivered} and {@code read} that a sender is told, entry by entry, against
 * what that device has committed (DLV-25). By message id: a number may stand for two entries.
 */
final class SimTicks {
  private record At(UUID device, UUID message) {}

  private final Set<At> committed = new HashSet<>();

  /** A device has committed it. */
  void committed(UUID device, Entry entry) {
    committed.add(new At(device, entry.id()));
  }

  /**
   * A sender is told.
   *
   * @param entry as the sender has it on disk, null when it has none there
   * @param before what it was told last
   */
  void told(UUID target, long seq, @Nullable Entry entry, Status before, Status status) {
    if (status != Status.DELIVERED && status != Status.READ) {
      return;
    }
    if (entry == null || !committed.contains(new At(target, entry.id()))) {
      throw new SimViolation("I4 untrue tick", status + ": " + seq + " is not at " + target);
    }
    if (before == Status.REFUSED || (status == Status.READ && before != Status.DELIVERED)) {
      throw new SimViolation(
          "I4 lifted", seq + " from " + before + " to " + status + " at " + target);
    }
  }
}
