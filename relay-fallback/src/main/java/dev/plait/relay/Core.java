package dev.plait.relay;

import dev.plait.protocol.wire.ServerFrame;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state that the parts of {@link Relay} share. Pure; same owner thread. */
final class Core {
  final RelayLimits limits;
  final Custody custody;
  final Batch batch;
  final Timers timers = new Timers();
  final ArrayDeque<Effect> effects = new ArrayDeque<>();
  final Map<UUID, DeviceQueue> devices = new HashMap<>();
  private long nextOrdinal;

  Core(RelayLimits limits) {
    this.limits = limits;
    this.custody = new Custody(limits);
    this.batch = new Batch(limits);
  }

  long nextOrdinal() {
    return nextOrdinal++;
  }

  /** The device's session when it is this one; null for a late event. */
  @Nullable DeviceQueue current(UUID device, long session) {
    DeviceQueue queue = devices.get(device);
    return queue != null && queue.session == session ? queue : null;
  }

  /** Sends to a device that is connected; otherwise it will ask when it returns. */
  void send(UUID device, ServerFrame frame) {
    DeviceQueue queue = devices.get(device);
    if (queue != null) {
      effects.add(new Effect.Send(device, queue.session, frame));
    }
  }

  DeviceLoad load(UUID device) {
    DeviceQueue queue = devices.get(device);
    return new DeviceLoad(
        custody.windowEntries(device),
        custody.windowBytes(device),
        queue == null ? 0 : queue.inFlight.entries(),
        queue == null ? 0 : queue.inFlight.bytes());
  }

  /** Takes a row that is not in a commit out of custody. */
  void drop(Pending pending) {
    timers.cancel(Deadline.Reason.GRACE, pending);
    batch.remove(pending);
    custody.settle(pending);
  }

  /** Tells the operator that a row is not in custody any more, and why. */
  void left(Pending pending, Effect.Outcome outcome, long nowMs) {
    effects.add(new Effect.Left(outcome, Math.max(0, nowMs - pending.row.acceptedAtMs())));
  }

  /** The grace is over, or nobody is there: to the batch. */
  void toBatch(Pending pending, long nowMs) {
    timers.cancel(Deadline.Reason.GRACE, pending);
    batch.add(pending, nowMs);
  }

  /** Closes the open batch when it is time, or sets the timer for it. */
  void turnBatch(long nowMs) {
    if (batch.ready(nowMs)) {
      effects.add(batch.close());
    }
    if (batch.idle()) {
      timers.set(Deadline.Reason.GROUP, batch, batch.closesAtMs());
    } else {
      timers.cancel(Deadline.Reason.GROUP, batch);
    }
  }
}
