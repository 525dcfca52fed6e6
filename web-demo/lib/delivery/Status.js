/**
 * What became of one entry at one target; moves forward only (I4).
 *
 * - `queued`: durable in the outbox.
 * - `sent`: put on a path at least once.
 * - `stored`: the server has committed it for the target (I3).
 * - `delivered`: the target has committed entry and cursor in one transaction.
 * - `read`: the target's application has shown it.
 * - `refused`: finally refused for this target; it will not arrive. Comes with a code.
 *
 * @typedef {'queued' | 'sent' | 'stored' | 'delivered' | 'read' | 'refused'} Status
 */

/** Every status, in the order in which an entry goes through them. */
export const STATUSES = /** @type {readonly Status[]} */ (
  Object.freeze(['queued', 'sent', 'stored', 'delivered', 'read', 'refused'])
);

/**
 * Below, equal or above 0 as `a` comes before, is or comes after `b`.
 *
 * @param {Status} a
 * @param {Status} b
 */
export function compareStatus(a, b) {
  return STATUSES.indexOf(a) - STATUSES.indexOf(b);
}

/**
 * Whether nothing more needs to be sent to the target.
 *
 * @param {Status} status
 */
export function settled(status) {
  return status === 'delivered' || status === 'read' || status === 'refused';
}
