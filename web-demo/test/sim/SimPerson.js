import { REFUSALS } from './SimCounts.js';

/** Out of a hundred arrived messages, after how many the person reads them all. */
const READ_CHANCE = 8;

/** @typedef {import('./SimWorld.js').SimWorld} SimWorld */

/** Who holds a device: counts what was not taken of what they say. @param {SimWorld} world @param {import('../../lib/core/SendResult.js').SendResult} sent */
export function countRefusal(world, sent) {
  if (sent.result === 'not-taken') {
    world.counts.add(REFUSALS[sent.refusal]);
  }
}

/**
 * The conversation that they read now, if they do.
 *
 * @param {SimWorld} world
 * @param {import('../../lib/core/PeerEvent.js').PeerEvent} event
 */
export function readsSometimes(world, event) {
  return event.event === 'message-arrived' && world.chance(READ_CHANCE) ? event.stream.conv : undefined;
}
