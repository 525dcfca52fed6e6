import { Limits } from '../../lib/wire/Limits.js';
import { REFUSALS } from './SimCounts.js';
import { SimViolation } from './SimViolation.js';

/** Out of a hundred arrived messages, after how many the person reads them all. */
const READ_CHANCE = 8;

/** @typedef {import('./SimWorld.js').SimWorld} SimWorld */

/**
 * Who holds a device: counts what was not taken of what they say.
 *
 * @param {SimWorld} world
 * @param {import('../../lib/core/SendResult.js').SendResult} sent
 * @param {Uint8Array} body
 */
export function countRefusal(world, sent, body) {
  if (sent.result === 'not-taken') {
    world.counts.add(REFUSALS[sent.refusal]);
  } else if (body.length > Limits.BODY_BYTES) {
    throw new SimViolation('I7 body', `${body.length} bytes taken`);
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
