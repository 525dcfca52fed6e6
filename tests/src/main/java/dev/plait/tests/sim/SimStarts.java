package dev.plait.tests.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How devices have started, as a node keeps it on its disk (SES-11); and what should come of it: a
 * device that says something stands for every start that has said something here before. It has
 * been that start, or has begun a new epoch since it was told of it or of a later one.
 */
final class SimStarts {
  private final Map<UUID, Long> newest = new LinkedHashMap<>();

  /** Incarnations that have said more than hello. */
  private final Map<UUID, Set<Long>> spoken = new LinkedHashMap<>();

  /** Who said hello last. */
  private final Map<UUID, Long> present = new HashMap<>();

  /** By incarnation, those that it stands for: no database, so a backup changes nothing. */
  private final Map<Long, Set<Long>> covered = new HashMap<>();

  /** A device says hello; returns what was kept of it, 0 for nothing. */
  long hello(UUID device, List<Long> told) {
    long incarnation = told.getFirst();
    present.put(device, incarnation);
    Set<Long> covers = covered.computeIfAbsent(incarnation, _ -> new HashSet<>());
    for (long known : told) {
      covers.add(known);
      covers.addAll(List.copyOf(covered.getOrDefault(known, Set.of())));
    }
    long kept = newest.getOrDefault(device, 0L);
    if (kept == 0 || told.contains(kept)) {
      newest.put(device, incarnation);
    }
    return kept;
  }

  /** It says something else in the session that began with its last hello. */
  void speaks(UUID device) {
    long incarnation = present.getOrDefault(device, 0L);
    Set<Long> before = spoken.computeIfAbsent(device, _ -> new HashSet<>());
    if (!covered.getOrDefault(incarnation, Set.of()).containsAll(before)) {
      throw new SimViolation(
          "SES-11", SimWorld.name(device) + " speaks and does not know who it has been");
    }
    before.add(incarnation);
  }

  SimStarts copy() {
    SimStarts copy = new SimStarts();
    copy.newest.putAll(newest);
    spoken.forEach((device, incarnations) -> copy.spoken.put(device, new HashSet<>(incarnations)));
    return copy;
  }

  /** What is on disk is as it was there. */
  void become(SimStarts other) {
    newest.clear();
    newest.putAll(other.newest);
    spoken.clear();
    other.spoken.forEach((device, known) -> spoken.put(device, new HashSet<>(known)));
  }
}
