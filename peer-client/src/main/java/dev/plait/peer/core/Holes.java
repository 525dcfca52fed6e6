package dev.plait.peer.core;

import dev.plait.protocol.delivery.Receiver;
import dev.plait.protocol.wire.StreamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The streams that hold something before which something is missing: when each says again what it
 * lacks (DLV-23), and when it goes on without (DLV-24). Owned by the peer's thread.
 */
final class Holes {
  /** A hole is mostly filled within a second; a resend comes after three. */
  static final long RESTATE_MIN_MS = 5_000;

  static final long RESTATE_MAX_MS = 60_000;

  /**
   * How long a hole is waited for. Its sender may have lost it together with its past, and the rest
   * would fill the device's queue for ever; one that comes later still is a stray.
   */
  static final long HOLE_MS = 600_000;

  /** What comes this much too late shows that the device has slept, and nothing could come. */
  static final long SLEPT_MS = 10_000;

  private static final class Hole {
    final Receiver receiver;
    long sinceMs;
    long pauseMs = RESTATE_MIN_MS;
    long restateAtMs;

    Hole(Receiver receiver, long nowMs) {
      this.receiver = receiver;
      sinceMs = nowMs;
      restateAtMs = nowMs + pauseMs;
    }

    long dueAtMs() {
      return Math.min(restateAtMs, sinceMs + HOLE_MS);
    }
  }

  private final Map<StreamId, Hole> holes = new LinkedHashMap<>();

  /** Nothing is due before; looked for anew only when it is reached. */
  private long dueAtMs = Long.MAX_VALUE;

  /** Entries of a stream came, or it gave up what it had waited for. */
  void handleChange(Receiver receiver, long nowMs) {
    if (!receiver.hasHoles()) {
      holes.remove(receiver.stream());
    } else if (!holes.containsKey(receiver.stream())) {
      begin(receiver, nowMs);
    }
  }

  /** Entries of a stream were handed over in order: its time begins anew. */
  void handleProgress(Receiver receiver, long nowMs) {
    holes.remove(receiver.stream());
    handleChange(receiver, nowMs);
  }

  /**
   * Whether so many streams of that device in that conversation hold something.
   *
   * @param one of its streams
   */
  boolean holdIn(int streams, StreamId one) {
    if (holes.size() < streams) {
      return false;
    }
    Speaker speaker = Speaker.of(one);
    return holes.keySet().stream().map(Speaker::of).filter(speaker::equals).count() >= streams;
  }

  private void begin(Receiver receiver, long nowMs) {
    Hole hole = new Hole(receiver, nowMs);
    holes.put(receiver.stream(), hole);
    dueAtMs = Math.min(dueAtMs, hole.dueAtMs());
  }

  /**
   * Something may be due.
   *
   * @param restate takes what says again what it lacks
   * @param giveUp takes what goes on without
   */
  void handleTimeout(Consumer<Receiver> restate, Consumer<Receiver> giveUp, long nowMs) {
    if (nowMs < dueAtMs) {
      return;
    }
    for (Hole hole : List.copyOf(holes.values())) {
      if (nowMs >= hole.dueAtMs()) {
        handleDue(hole, restate, giveUp, nowMs);
      }
    }
    dueAtMs = holes.values().stream().mapToLong(Hole::dueAtMs).min().orElse(Long.MAX_VALUE);
  }

  private static void handleDue(
      Hole hole, Consumer<Receiver> restate, Consumer<Receiver> giveUp, long nowMs) {
    if (nowMs - hole.dueAtMs() > SLEPT_MS) {
      hole.sinceMs = nowMs;
    }
    hole.pauseMs = Math.min(2 * hole.pauseMs, RESTATE_MAX_MS);
    hole.restateAtMs = nowMs + hole.pauseMs;
    if (nowMs - hole.sinceMs >= HOLE_MS) {
      hole.sinceMs = nowMs;
      giveUp.accept(hole.receiver);
    } else {
      restate.accept(hole.receiver);
    }
  }

  /** When {@link #handleTimeout} is due. */
  long deadlineMs() {
    return dueAtMs;
  }
}
