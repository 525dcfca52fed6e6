package dev.plait.peer.core;

import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What follows when somebody knows another past of this device than its disk does (DLV-22): the
 * disk went back in time, or a copy of it is in use. Owned by the peer's thread.
 */
final class Forks {
  /**
   * Most often that a new epoch is begun. A device that lies can make its peers begin epochs: more
   * often than this it is held to be one.
   */
  static final long EPOCH_MIN_MS = 60_000;

  private final Set<Long> incarnations;
  private final long epochBegunAtMs;
  private final DevicePaths paths;
  private final Effects effects;
  private final LongSupplier nowMs;
  private boolean over;
  private long dueAtMs = Long.MAX_VALUE;

  Forks(DeviceState state, DevicePaths paths, Effects effects, LongSupplier nowMs) {
    this.incarnations = Set.copyOf(state.incarnations());
    this.epochBegunAtMs = state.epochBegunAtMs();
    this.paths = paths;
    this.effects = effects;
    this.nowMs = nowMs;
  }

  /** The server has met this device before under that incarnation; 0 for unknown (SES-11). */
  void handleLastIncarnation(long incarnation) {
    if (incarnation != 0 && !incarnations.isEmpty() && !incarnations.contains(incarnation)) {
      begin("the server has met a later state or a copy of this device");
    }
  }

  /**
   * A target, or the server for it, said what cannot be of this stream. What comes too soon is held
   * against it, and still looked after when its time has come: the disk may have gone back twice.
   */
  void handleForked(UUID target, String evidence) {
    long sinceMs = nowMs.getAsLong() - epochBegunAtMs;
    if (epochBegunAtMs == 0 || sinceMs >= EPOCH_MIN_MS || sinceMs < 0) {
      begin(evidence);
    } else {
      paths.violation(target, evidence);
      dueAtMs = epochBegunAtMs + EPOCH_MIN_MS;
    }
  }

  /** Something may be due. */
  void handleTimeout() {
    if (nowMs.getAsLong() >= dueAtMs) {
      begin("what came too soon after the last new epoch");
    }
  }

  /** When {@link #handleTimeout} is due; {@code Long.MAX_VALUE} for never. */
  long deadlineMs() {
    return dueAtMs;
  }

  private void begin(String evidence) {
    if (!over) {
      over = true;
      dueAtMs = Long.MAX_VALUE;
      effects.add(new CoreEffect.BeginEpoch(evidence));
    }
  }
}
