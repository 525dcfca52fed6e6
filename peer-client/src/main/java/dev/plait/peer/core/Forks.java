package dev.plait.peer.core;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What follows when somebody knows another past of this device than its disk does (DLV-22): the
 * disk went back in time, or a copy of it is in use. Owned by the peer's thread.
 */
final class Forks {
  private final List<Long> incarnations;
  private final EpochStart start;
  private final DevicePaths paths;
  private final Effects effects;
  private final LongSupplier nowMs;
  private final Set<UUID> blamed = new HashSet<>();
  private boolean over;
  private long dueAtMs = Long.MAX_VALUE;

  Forks(DeviceState state, DevicePaths paths, Effects effects, LongSupplier nowMs) {
    this.incarnations = state.incarnations();
    this.start = state.epochStart();
    this.paths = paths;
    this.effects = effects;
    this.nowMs = nowMs;
  }

  /** Those of the device's starts, the present one first; what it tells in {@code hello}. */
  List<Long> incarnations() {
    return incarnations;
  }

  /** The server has met this device before under that incarnation; 0 for unknown (SES-11). */
  void handleLastIncarnation(long incarnation) {
    if (incarnation != 0 && !incarnations.isEmpty() && !incarnations.contains(incarnation)) {
      begin(
          "the server has met a later state or a copy of this device",
          incarnation,
          start.pauseMs());
    }
  }

  /**
   * A target, or the server for it, said what cannot be of this stream. What comes too soon is held
   * against it, and still looked after when its time has come: the disk may have gone back twice.
   */
  void handleForked(UUID target, String evidence) {
    long now = nowMs.getAsLong();
    long nextAtMs = start.nextAtMs(now);
    if (now >= nextAtMs) {
      begin(evidence, 0, start.pauseAfterMs(now));
    } else {
      blame(target, evidence);
      dueAtMs = nextAtMs;
    }
  }

  /** Once, or who repeats it has a person read it as often as it likes. */
  private void blame(UUID target, String evidence) {
    if (blamed.add(target) || paths.hasChannel(target)) {
      paths.violation(target, evidence);
    }
  }

  /** Something may be due. */
  void handleTimeout() {
    long now = nowMs.getAsLong();
    if (now >= dueAtMs) {
      begin("what came too soon after the last new epoch", 0, start.pauseAfterMs(now));
    }
  }

  /** When {@link #handleTimeout} is due; {@code Long.MAX_VALUE} for never. */
  long deadlineMs() {
    return dueAtMs;
  }

  private void begin(String evidence, long lastIncarnation, long pauseMs) {
    if (!over) {
      over = true;
      dueAtMs = Long.MAX_VALUE;
      effects.add(new CoreEffect.BeginEpoch(evidence, lastIncarnation, pauseMs));
    }
  }
}
