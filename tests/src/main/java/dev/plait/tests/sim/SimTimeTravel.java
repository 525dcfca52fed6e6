package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Devices whose disk goes back to an earlier state, or that are used from two copies in turn. Draws
 * from a source of its own, as {@link SimMembership} does.
 */
final class SimTimeTravel {
  /** Out of a hundred seeds, in how many disks go back. */
  private static final int CHANCE = 25;

  private static final int MOST = 6;

  private final SimWorld world;
  private final List<SimDevice> devices;
  private final SplittableRandom random;
  private final List<SimDisk> copies = new ArrayList<>();

  SimTimeTravel(SimWorld world, List<SimDevice> devices) {
    this.world = world;
    this.devices = devices;
    this.random = new SplittableRandom(world.seed() ^ 0x7153);
  }

  /** Whether disks go back in a seed. */
  static boolean chosen(long seed) {
    return new SplittableRandom(seed ^ 0x715).nextInt(100) < CHANCE;
  }

  void plan(int withinMs) {
    for (int i = random.nextInt(1, MOST); i > 0; i--) {
      SimDevice device = devices.get(random.nextInt(devices.size()));
      int backAtMs = random.nextInt(2, withinMs);
      int copy = copies.size();
      world.at(random.nextInt(backAtMs), () -> copies.add(device.copyOfDisk()));
      boolean swap = random.nextBoolean();
      int downMs = random.nextInt(1, 400);
      world.at(backAtMs, () -> goBack(device, copy, swap, downMs));
      if (swap) {
        world.at(backAtMs + random.nextInt(1, withinMs), () -> goBack(device, copy, true, downMs));
      }
    }
  }

  private void goBack(SimDevice device, int copy, boolean swap, int downMs) {
    if (copy >= copies.size() || !copies.get(copy).isOf(device.id)) {
      return;
    }
    world.counts.add(Kind.TIME_TRAVELS);
    world.trace(SimWorld.name(device.id), swap ? "other copy" : "goes back", copy, 0);
    SimDisk now = device.copyOfDisk();
    device.crash();
    device.putDisk(copies.get(copy));
    if (swap) {
      copies.set(copy, now);
    }
    world.after(downMs, device::start);
  }
}
