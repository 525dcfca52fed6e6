import { Random } from '../Random.js';

/** Out of a hundred seeds, in how many a backup is restored. */
const CHANCE = 15;

const REPAIR_MS = 500;

/**
 * A node whose database is put back to a backup: it has lost what it called stored, and it calls to be stored what was
 * delivered long since. Draws from a source of its own, as `SimMembership` does.
 *
 * @param {import('./SimWorld.js').SimWorld} world
 * @param {import('./SimServer.js').SimServer} server
 * @param {number} withinMs
 * @param {() => void} crash takes the node down with all its connections
 */
export function planRestore(world, server, withinMs, crash) {
  const random = new Random(world.seed ^ 0x5eed5eed);
  if (random.int(0, 100) >= CHANCE) {
    return;
  }
  const restoreAtMs = random.int(2, withinMs);
  world.at(random.int(0, restoreAtMs), () => {
    const backup = server.backup();
    world.at(restoreAtMs, () => {
      world.counts.add('restores');
      world.trace('server', 'restore');
      crash();
      server.restore(backup);
      world.after(random.int(1, REPAIR_MS), () => server.restart());
    });
  });
}
