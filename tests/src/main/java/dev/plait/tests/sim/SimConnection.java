package dev.plait.tests.sim;

import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How one device is connected to the node: when it tries, and what it hears of the end. */
final class SimConnection {
  /** Whoever could be connected has to know after that time that it is signed out (SES-13). */
  private static final int SELF_KNOWS_MS = 5_000;

  /** The same of others: less, as lines take 60 ms here and few of them live for long. */
  private static final int OTHERS_KNOW_MS = 500;

  private final SimWorld world;
  private final SimScenario scenario;
  private final SimServer server;
  private final SimDevice device;
  private final SimOuts outs;
  private final SimClock clock;
  private final SimHellos hellos;
  private @Nullable SimLink link;
  private boolean reachable = true;
  private long triesSinceMs;
  private boolean takenOver;

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

  /** A life begins: from now on it tries to connect. */
  void begins() {
    triesSinceMs = world.nowMs();
  }

  /** Connects, and again whenever there is no connection, while this life lasts. */
  void connectLater() {
    device.inThisLife(
        world.nowMs() + world.pick(5, 200),
        () -> {
          if (link == null && reachable && !takenOver && server.up()) {
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
    device.keep(clock.welcomed());
    device.turn(core -> core.handleLinkUp(welcome, clock.localMs()));
    if (link == fresh) {
      hellos.breakOff(fresh);
    }
  }

  /** Whether the device, which is told of another past, is killed before its disk knows. */
  boolean killed() {
    return hellos.killed();
  }

  /**
   * Something but the end of the channel is said to a peer. Who is connected, or could be, has been
   * told in time who is signed out, itself included.
   */
  void says(UUID peer) {
    long toldMs = link == null ? Long.MAX_VALUE : link.tellsOfSinceMs(peer);
    long othersMs = Math.max(server.signedOutAtMs(peer), toldMs);
    long triesMs = reachable && !takenOver ? triesSinceMs : Long.MAX_VALUE;
    long selfMs = Math.max(server.signedOutAtMs(device.id), Math.max(triesMs, server.upSinceMs()));
    if (othersMs < world.nowMs() - OTHERS_KNOW_MS || selfMs < world.nowMs() - SELF_KNOWS_MS) {
      throw new SimViolation("SES-13 in time", "goes on with " + SimWorld.name(peer));
    }
  }

  void send(ClientFrame frame) {
    if (link != null) {
      link.send(frame);
    }
  }

  /** Whether it was told that another one runs as the same device. */
  boolean takenOver() {
    return takenOver;
  }

  void reachable(boolean on) {
    triesSinceMs = reachable ? triesSinceMs : world.nowMs();
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

  /** A person starts it anew: whatever it was told before, it tries to connect. */
  void forgetOut() {
    takenOver = false;
    outs.forget();
  }

  /** It is told that it is signed out, or that another one runs as the same device (SES-5). */
  void ended(SimLink ended, boolean takenOver) {
    if (link == ended) {
      link = null;
      this.takenOver = takenOver;
      world.counts.add(Kind.TAKEN_OVER, takenOver ? 1 : 0);
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
