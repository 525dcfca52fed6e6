package dev.plait.tests.sim;

import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.PostedEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The boxes of accounts that had not accepted (CNS-1): what is said to one is owed to the devices,
 * and nobody hears more of it than that it is stored.
 */
final class SimBoxes {
  private final Map<UUID, List<UUID>> devices = new HashMap<>();

  void ask(UUID box, List<UUID> members) {
    devices.put(box, List.copyOf(members));
  }

  boolean isBox(UUID target) {
    return devices.containsKey(target);
  }

  /** Whom a target stands for: itself, but for a box. */
  List<UUID> devices(UUID target) {
    return devices.getOrDefault(target, List.of(target));
  }

  /** The entry, addressed to those whom it is for in the end. */
  PostedEntry owed(PostedEntry posted) {
    List<Address> to = new ArrayList<>();
    for (Address address : posted.to()) {
      for (UUID device : devices(address.device())) {
        to.add(new Address(device, address.afterSeq(), address.part()));
      }
    }
    return new PostedEntry(posted.entry(), to);
  }

  /** A sender is told a status. */
  void check(UUID target, Status status) {
    if (isBox(target) && (status == Status.DELIVERED || status == Status.READ)) {
      throw new SimViolation("CNS-1 receipt", status + " of a box");
    }
  }
}
