import { Random } from '../Random.js';
import { name } from './SimIds.js';

/** Out of a hundred seeds, in how many disks go back. */
const CHANCE = 25;

const MOST = 6;

/** How long a device is down meanwhile, at most. */
const DOWN_MS = 400;

/** @typedef {import('./SimDevice.js').SimDevice} SimDevice */

/** Whether disks go back in a seed. @param {number} seed */
export function disksGoBack(seed) {
  return new Random(seed ^ 0x715).int(0, 100) < CHANCE;
}

/**
 * Devices whose disk goes back to an earlier state, or that are used from two copies in turn. Draws from a source of its
 * own, as `SimMembership` does.
 *
 * @param {import('./SimWorld.js').SimWorld} world
 * @param {SimDevice[]} devices
 * @param {number} withinMs
 */
export function planTimeTravel(world, devices, withinMs) {
  const random = new Random(world.seed ^ 0x7153);
  for (let i = random.int(1, MOST); i > 0; i--) {
    const device = random.pick(devices);
    const backAtMs = random.int(2, withinMs);
    const swap = random.flag();
    const downMs = random.int(1, DOWN_MS);
    world.at(random.int(0, backAtMs), () => {
      let copy = device.copyOfDisk();
      const goBack = () => {
        world.counts.add('timeTravels');
        world.trace(name(device.id), swap ? 'other copy' : 'goes back');
        const now = device.copyOfDisk();
        device.crash();
        device.putDisk(copy);
        copy = swap ? now : copy;
        world.after(downMs, () => device.start());
      };
      world.at(backAtMs, goBack);
      if (swap) {
        world.at(backAtMs + random.int(1, withinMs), goBack);
      }
    });
  }
}
