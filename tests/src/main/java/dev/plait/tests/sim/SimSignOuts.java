package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Devices that are signed out and sign in again later, told or not (SES-13). Draws from a source of
 * its own, as {@link SimMembership} does.
 */
final class SimSignOuts {
  /** Out of a hundred seeds, in how many devices are signed out. */
  private static final int CHANCE = 30;

  private static final int MOST = 4;

  /**
   * When a device hears that it is signed out: its line to the node may be dead at that moment, or
   * until it signs in again, while its channels live.
   */
  private enum Heard {
    AT_ONCE,
    LATER,
    NEVER
  }

  private final SimWorld world;
  private final SimServer server;
  private final List<SimDevice> devices;
  private final SplittableRandom random;

  SimSignOuts(SimWorld world, SimServer server, List<SimDevice> devices) {
    this.world = world;
    this.server = server;
    this.devices = devices;
    this.random = new SplittableRandom(world.seed() ^ 0x5165);
  }

  void plan(int withinMs) {
    if (random.nextInt(100) < CHANCE) {
      for (int i = random.nextInt(1, MOST + 1); i > 0; i--) {
        SimDevice device = devices.get(random.nextInt(devices.size()));
        int outAtMs = random.nextInt(withinMs);
        Heard heard = Heard.values()[random.nextInt(Heard.values().length)];
        boolean restarted = random.nextBoolean();
        world.at(outAtMs, () -> signOut(device, heard));
        world.at(outAtMs + random.nextInt(1, withinMs), () -> signIn(device, restarted));
      }
    }
  }

  private void signOut(SimDevice device, Heard heard) {
    world.counts.add(Kind.SIGN_OUTS);
    world.trace(SimWorld.name(device.id), "signed out, hears of it " + heard, 0, 0);
    server.signOut(device.id, true);
    for (SimDevice copy : devices) {
      SimLink link = copy.link();
      if (link != null && copy.id.equals(device.id)) {
        link.end(heard == Heard.AT_ONCE);
      }
    }
    if (heard == Heard.NEVER) {
      device.reachable(false);
    }
  }

  private void signIn(SimDevice device, boolean restarted) {
    if (server.isSignedOut(device.id)) {
      world.trace(SimWorld.name(device.id), "signs in", 0, 0);
      if (restarted) {
        device.crash();
        device.start();
      }
      server.signOut(device.id, false);
      device.reachable(true);
    }
  }

  /** In the calm phase everybody is signed in. */
  void end() {
    List.copyOf(devices).forEach(device -> signIn(device, false));
  }
}
