package dev.plait.tests.sim;

import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** A device's WebSocket: a pipe each way. */
final class SimLink {
  /** Out of a hundred ends, how many that are to be told are not heard. */
  private static final int UNHEARD_CHANCE = 20;

  private final SimWorld world;
  private final SimServer server;
  private final SimDevice device;
  private final SimPipe<ServerFrame> down;
  private final SimPipe<ClientFrame> up;
  private boolean open = true;
  private long wholeSinceMs;

  /** Whom it has told of, and when it had told of all that has changed (SES-14). */
  private final Set<UUID> named = new HashSet<>();

  private long toldAllMs = Long.MAX_VALUE;
  final long session;

  SimLink(SimWorld world, int delayMaxMs, SimServer server, SimDevice device) {
    this.world = world;
    this.wholeSinceMs = world.nowMs();
    this.server = server;
    this.device = device;
    this.down = new SimPipe<>(world, delayMaxMs, frame -> device.inputs.serverFrame(this, frame));
    this.session = server.connect(device, down, this::takenOver);
    this.up =
        new SimPipe<>(world, delayMaxMs, frame -> server.frame(device.id, this.session, frame));
  }

  void send(ClientFrame frame) {
    up.send(frame);
  }

  /** The device hears that. */
  void heard(ServerFrame frame) {
    switch (frame) {
      case Frame.Roster roster ->
          roster.members().forEach(member -> named.addAll(member.devices()));
      case Frame.Changes _ -> toldAllMs = Math.min(toldAllMs, world.nowMs());
      default -> {}
    }
  }

  /**
   * Since when it tells what becomes of that peer, with nothing lost; {@code Long.MAX_VALUE} where
   * it does not. That nothing has changed is told only when all that has is.
   */
  long tellsOfSinceMs(UUID peer) {
    return named.contains(peer) ? wholeSinceMs : Math.max(wholeSinceMs, toldAllMs);
  }

  /** Whether the session has told all that had changed before it. */
  boolean hasToldAll() {
    return toldAllMs != Long.MAX_VALUE;
  }

  void hole(boolean on) {
    wholeSinceMs = on ? Long.MAX_VALUE : wholeSinceMs;
    down.hole(on);
    up.hole(on);
  }

  /** The node ends the session: says so, or is not heard any more. */
  void end(boolean told) {
    end(told, false);
  }

  /** Another one has connected as the same device; now and then that is not heard. */
  private void takenOver() {
    if (open) {
      end(!world.chance(UNHEARD_CHANCE), true);
    }
  }

  private void end(boolean told, boolean takenOver) {
    if (told) {
      cut(false);
      world.after(world.pick(0, 200), () -> device.connection().ended(this, takenOver));
    } else {
      hole(true);
      world.after(world.pick(400, 3_000), () -> cut(true));
    }
  }

  /** Loses what is under way; either side notices in its own time. */
  void cut(boolean tellDevice) {
    if (!open) {
      return;
    }
    open = false;
    down.cut();
    up.cut();
    world.after(world.pick(0, 400), () -> server.disconnected(device.id, session));
    if (tellDevice) {
      world.after(world.pick(0, 200), () -> device.connection().lost(this));
    }
  }
}
