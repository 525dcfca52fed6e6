package dev.plait.tests.sim;

import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import org.jspecify.annotations.Nullable;

/** How one device is connected to the node: when it tries, and what it hears of the end. */
final class SimConnection {
  private final SimWorld world;
  private final SimScenario scenario;
  private final SimServer server;
  private final SimDevice device;
  private final SimOuts outs;
  private final SimClock clock;
  private final SimHellos hellos;
  private @Nullable SimLink link;
  private boolean reachable = true;

  SimConnection(
      SimWorld world,
      SimScenario scenario,
      SimServer server,
      SimDevice device,
      SimOuts outs,
      SimClock clock) {
    this.world = world;
    this.scenario = scenario;
    this.server = server;
    this.device = device;
    this.outs = outs;
    this.clock = clock;
    this.hellos = new SimHellos(world, device, scenario.faultMs());
  }

  @Nullable SimLink link() {
    return link;
  }

  /** Connects, and again whenever there is no connection, while this life lasts. */
  void connectLater() {
    device.inThisLife(
        world.nowMs() + world.pick(5, 200),
        () -> {
          if (link == null && reachable && server.up()) {
            connect();
          }
          connectLater();
        });
  }

  private void connect() {
    if (server.isSignedOut(device.id)) {
      hearsThatItIsOut();
      return;
    }
    outs.forget();
    SimLink fresh = new SimLink(world, scenario.delayMaxMs(), server, device);
    link = fresh;
    world.trace(SimWorld.name(device.id), "connect", fresh.session, 0);
    Frame.Welcome welcome =
        server.welcome(device.id, device.account, clock.serverMs(), device.incarnations());
    if (hellos.breakOff(fresh)) {
      return;
    }
    device.linked(true);
    device.turn(core -> core.handleLinkUp(welcome, clock.localMs()));
    device.keep(clock.welcomed());
    if (link == fresh) {
      hellos.breakOff(fresh);
    }
  }

  /** Whether the device, which is told of another past, is killed before its disk knows. */
  boolean killed() {
    return hellos.killed();
  }

  void send(ClientFrame frame) {
    if (link != null) {
      link.send(frame);
    }
  }

  void reachable(boolean on) {
    reachable = on;
    if (!on && link != null) {
      link.cut(true);
    }
  }

  /** The life ends. */
  void crash() {
    if (link != null) {
      link.cut(false);
      link = null;
    }
  }

  void lost(SimLink lost) {
    if (link == lost) {
      link = null;
      device.turn(core -> core.handleLinkDown(clock.localMs()));
      device.linked(false);
    }
  }

  /** It is told that it is signed out. */
  void ended(SimLink ended) {
    if (link == ended) {
      link = null;
      hearsThatItIsOut();
    }
  }

  private void hearsThatItIsOut() {
    if (outs.hears()) {
      device.turn(core -> core.handleOut(clock.localMs()));
      device.linked(false);
    }
  }
}
