package dev.plait.tests.sim;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds the promises where disks go back in time, so that a number may stand for two entries: by
 * message id. Every entry that {@code send} accepted on a state that lives arrives or is reported
 * undelivered (DLV-20 to DLV-23).
 */
final class SimPast {
  /**
   * When in the calm phase no second epoch of a device begins any more: two are a minute apart, but
   * those that a copy finds when it connects, and there may be one to follow. One more comes when a
   * position shows it that was only said to a peer whose channel took long to open.
   */
  private static final int QUIET_FROM_MS = 130_000;

  private static final int MOST_CALM_EPOCHS = 30;

  private record Said(UUID device, UUID conversation, Set<UUID> owed) {}

  private record At(UUID device, UUID message) {}

  private final Map<UUID, Said> ever = new LinkedHashMap<>();
  private final Map<UUID, Said> living = new LinkedHashMap<>();
  private final Set<At> arrived = new HashSet<>();
  private final Set<At> reported = new HashSet<>();
  private final Map<String, Integer> epochs = new HashMap<>();
  private final Map<String, Integer> lateEpochs = new HashMap<>();
  private long calmAtMs = Long.MAX_VALUE;

  /** The outbox has committed it, for the first time or under a new number. */
  void accepted(StreamId stream, PostedEntry posted) {
    Set<UUID> owed = new LinkedHashSet<>();
    posted.to().stream().map(Address::device).forEach(owed::add);
    Said said = new Said(stream.device(), stream.conversation(), owed);
    ever.putIfAbsent(posted.entry().id(), said);
    living.putIfAbsent(posted.entry().id(), said);
  }

  /** A device has committed it. */
  void committed(UUID device, Entry entry) {
    if (!ever.containsKey(entry.id())) {
      throw new SimViolation("I1 origin", entry.seq() + " was never said to " + device);
    }
    arrived.add(new At(device, entry.id()));
  }

  /** The sender is told that the target will not get it. */
  void reported(UUID target, Entry entry) {
    reported.add(new At(target, entry.id()));
  }

  /** A sender has let go of a device that is no target any more. */
  void targetGone(StreamId stream, UUID target) {
    ever.values().stream()
        .filter(said -> said.device().equals(stream.device()))
        .filter(said -> said.conversation().equals(stream.conversation()))
        .forEach(said -> said.owed().remove(target));
  }

  /** The disk of a device is another state of it: only what is on it was ever said. */
  void otherState(UUID device, Set<UUID> onDisk) {
    living.values().removeIf(said -> said.device().equals(device));
    ever.forEach(
        (id, said) -> {
          if (said.device().equals(device) && onDisk.contains(id)) {
            living.put(id, said);
          }
        });
  }

  /** There are no faults any more, and no disk goes back. */
  void calmDown(long nowMs) {
    calmAtMs = nowMs;
  }

  void epochBegins(String device, String evidence, long nowMs) {
    long calmMs = nowMs - calmAtMs;
    if (calmMs < 0) {
      return;
    }
    boolean late = calmMs > QUIET_FROM_MS && calmMs < SimCopies.SIDE_BY_SIDE_MS;
    int lateOnes = evidence.equals("ack-of-unsent") ? 1 : 0;
    int begun = (late ? lateEpochs : epochs).merge(device, 1, Integer::sum);
    if (begun > (late ? lateOnes : MOST_CALM_EPOCHS)) {
      throw new SimViolation("quiet end", device + " begins an epoch again: " + evidence);
    }
  }

  /** What has neither arrived nor been reported, for a person; null when there is nothing. */
  @Nullable String firstMissing() {
    for (Map.Entry<UUID, Said> said : living.entrySet()) {
      for (UUID target : said.getValue().owed()) {
        At at = new At(target, said.getKey());
        if (!arrived.contains(at) && !reported.contains(at)) {
          return said.getKey() + " of " + said.getValue().device() + " at " + target;
        }
      }
    }
    return null;
  }
}
