package dev.plait.tests.sim;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/**
 * In which order the conversations of each device changed, as the node's database keeps it
 * (SES-14).
 */
final class SimChanges {
  /** What is younger may lack one before it, as far as a node that asks knows. */
  private static final long SETTLED_MS = 2_000;

  private static final int PER_MS = 1_024;

  /** Conversations by version. */
  private final Map<UUID, NavigableMap<Long, UUID>> byDevice = new LinkedHashMap<>();

  /** Another source than that of the run: which seeds meet what does not hang on this. */
  private final SplittableRandom random;

  SimChanges(long seed) {
    random = new SplittableRandom(~seed);
  }

  /** The next version of a roster, which those devices are to hear of. */
  long next(UUID conversation, Collection<UUID> devices, long nowMs) {
    long highest = 0;
    for (NavigableMap<Long, UUID> changes : byDevice.values()) {
      highest = Math.max(highest, changes.lastKey());
    }
    long version = Math.max(highest + 1, nowMs * PER_MS + random.nextInt(PER_MS));
    devices.forEach(
        device ->
            byDevice.computeIfAbsent(device, key -> new TreeMap<>()).put(version, conversation));
    return version;
  }

  boolean knows(UUID device, long change) {
    return of(device).containsKey(change);
  }

  /** The conversations that changed later, each once, in order of their last change. */
  List<UUID> after(UUID device, long change) {
    LinkedHashSet<UUID> latestFirst = new LinkedHashSet<>();
    latestFirst.addAll(of(device).tailMap(change, false).descendingMap().values());
    return List.copyOf(latestFirst).reversed();
  }

  /** The latest that has none before it which is not visible yet; 0 for none. */
  long settled(UUID device, long nowMs) {
    Long settled = of(device).floorKey((nowMs - SETTLED_MS) * PER_MS);
    return settled == null ? 0 : settled;
  }

  private NavigableMap<Long, UUID> of(UUID device) {
    return byDevice.getOrDefault(device, new TreeMap<>());
  }

  Map<UUID, NavigableMap<Long, UUID>> backup() {
    Map<UUID, NavigableMap<Long, UUID>> copy = new LinkedHashMap<>();
    byDevice.forEach((device, changes) -> copy.put(device, new TreeMap<>(changes)));
    return copy;
  }

  void restore(Map<UUID, NavigableMap<Long, UUID>> backup) {
    byDevice.clear();
    backup.forEach((device, changes) -> byDevice.put(device, new TreeMap<>(changes)));
  }
}
