package dev.plait.tests.sim;

import java.util.EnumMap;
import java.util.Map;

/** How often a run exercised what. Confined to the thread of its run. */
final class SimCounts {
  /** What is counted. */
  enum Kind {
    SEEDS,
    DEVICES,
    ENTRIES,
    DELIVERIES,
    LOSSES,
    DUPLICATES,
    REORDERS,
    BLACK_HOLES,
    PARTITIONS,
    DEVICE_CRASHES,
    SERVER_CRASHES,
    STORE_OUTAGES,
    PATH_SWITCHES,
    SLOW_READERS,
    SKEWED_CLOCKS,
    MEMBER_CHANGES,
    RENAMES,
    ACCEPTED,
    REPLACED,
    SIGN_OUTS,
    RESTORES,
    TIME_TRAVELS,
    COPIES,
    TAKEN_OVER,
    WORDS_TAKEN_BACK,
    EPOCHS,
    EPOCHS_FOR_NOTHING,
    BROKEN_HELLOS,
    QUEUE_FULL,
    TOO_LARGE,
    NOT_A_MEMBER,
    REFUSED,
    RESENDS,
    DETOURS,
    HEDGES,
    TRANSCRIPT_READS,
    CUSTODY_TAKEN_BACK,
    STORED,
    READ
  }

  private final EnumMap<Kind, Long> counts = new EnumMap<>(Kind.class);

  void add(Kind kind) {
    add(kind, 1);
  }

  void add(Kind kind, long by) {
    counts.merge(kind, by, Long::sum);
  }

  long get(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  void addAll(SimCounts other) {
    other.counts.forEach(this::add);
  }

  Map<Kind, Long> all() {
    return Map.copyOf(counts);
  }
}
