package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.SplittableRandom;

/**
 * Sessions of one device that break, or whose process is killed, around {@code hello}: before
 * {@code welcome} is heard, before anything that follows it arrives, before a new epoch is on the
 * disk (SES-11). Draws from a source of its own, as {@link SimMembership} does.
 */
final class SimHellos {
  /** Out of a hundred seeds, in how many sessions break so. */
  private static final int CHANCE = 50;

  /** Out of a hundred sessions. */
  private static final int BREAKS = 20;

  private static final int DOWN_MS = 400;

  private final SimWorld world;
  private final SimDevice device;
  private final SplittableRandom random;

  /** From then on none break. */
  private final long calmMs;

  SimHellos(SimWorld world, SimDevice device, long calmMs) {
    this.world = world;
    this.device = device;
    this.random = new SplittableRandom(world.seed() ^ device.id.getLeastSignificantBits() << 32);
    this.calmMs = new SplittableRandom(world.seed() ^ 0x5E511).nextInt(100) < CHANCE ? calmMs : 0;
  }

  private boolean drawn() {
    boolean drawn = world.nowMs() < calmMs && random.nextInt(100) < BREAKS;
    if (drawn) {
      world.counts.add(Kind.BROKEN_HELLOS);
    }
    return drawn;
  }

  /** Breaks a session off, now and then; returns whether it did. */
  boolean breakOff(SimLink link) {
    if (!drawn()) {
      return false;
    }
    world.trace(SimWorld.name(device.id), "hello breaks off", 0, 0);
    if (random.nextBoolean()) {
      kill();
    } else {
      link.cut(true);
    }
    return true;
  }

  /** Kills the device that was told of another past before its disk knows, now and then. */
  boolean killed() {
    if (!drawn()) {
      return false;
    }
    kill();
    return true;
  }

  private void kill() {
    device.crash();
    world.after(random.nextInt(1, DOWN_MS), device::start);
  }
}
