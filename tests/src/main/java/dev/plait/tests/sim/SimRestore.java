package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.SplittableRandom;

/**
 * A node whose database is put back to a backup: it has lost what it called stored, and it calls to
 * be stored what was delivered long since. Draws from a source of its own, as {@link SimMembership}
 * does.
 */
final class SimRestore {
  /** Out of a hundred seeds, in how many a backup is restored. */
  private static final int CHANCE = 15;

  private static final int REPAIR_MS = 500;

  private final SimWorld world;
  private final SimServer server;
  private final SplittableRandom random;

  SimRestore(SimWorld world, SimServer server) {
    this.world = world;
    this.server = server;
    this.random = new SplittableRandom(world.seed() ^ 0x5EED);
  }

  /** {@code crash} takes the node down with all its connections. */
  void plan(int withinMs, Runnable crash) {
    if (random.nextInt(100) < CHANCE) {
      int restoreAtMs = random.nextInt(2, withinMs);
      world.at(
          random.nextInt(restoreAtMs),
          () -> {
            SimServer.Backup backup = server.backup();
            world.at(restoreAtMs, () -> restore(backup, crash));
          });
    }
  }

  private void restore(SimServer.Backup backup, Runnable crash) {
    world.counts.add(Kind.RESTORES);
    world.trace("server", "restore", 0, 0);
    crash.run();
    server.restore(backup);
    world.after(random.nextInt(1, REPAIR_MS), server::restart);
  }
}
