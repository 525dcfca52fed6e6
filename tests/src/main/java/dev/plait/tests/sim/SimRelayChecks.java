package dev.plait.tests.sim;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.relay.DeviceLoad;
import dev.plait.relay.Effect;
import dev.plait.relay.Relay;
import dev.plait.relay.RelayLimits;
import java.util.UUID;

/** Holds a relay to its limits (I7), effect by effect. */
final class SimRelayChecks {
  /** Whether the socket of a session takes more. */
  interface Sockets {
    boolean isWritable(UUID device, long session);
  }

  private SimRelayChecks() {}

  /** What one sender has in custody. */
  static void checkWindow(DeviceLoad load, RelayLimits limits) {
    SimViolation.atMost("I7 relay window", load.postedEntries(), limits.windowEntries());
    if (load.postedEntries() > 1) {
      SimViolation.atMost("I7 relay window bytes", load.postedBytes(), limits.windowBytes());
    }
  }

  /** What is on its way to one device; one entry may overdraw, so that the largest passes. */
  static void checkCredit(Relay relay, RelayLimits limits, Sockets sockets, Effect effect) {
    switch (effect) {
      case Effect.Send(var device, var session, Frame.Entries(_, var stored, _)) when !stored -> {
        if (!sockets.isWritable(device, session)) {
          throw new SimViolation("I7 slow reader", "forwarded to a full socket");
        }
        DeviceLoad load = relay.load(device);
        SimViolation.atMost("I7 credit", load.sentEntries(), limits.creditEntries());
        SimViolation.atMost(
            "I7 credit bytes", load.sentBytes(), limits.creditBytes() + Limits.BODY_BYTES);
      }
      case Effect.ReadPage(_, var device, _, _, var entries, var bytes) -> {
        DeviceLoad load = relay.load(device);
        int credit = limits.creditEntries() - load.sentEntries();
        long creditBytes = limits.creditBytes() - load.sentBytes();
        SimViolation.atMost("I7 page", entries, Math.clamp(credit, 1, limits.pageEntries()));
        SimViolation.atMost("I7 page bytes", bytes, Math.clamp(creditBytes, 1, limits.pageBytes()));
      }
      default -> {}
    }
  }
}
