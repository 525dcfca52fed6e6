// How far an own message has come (DLV-5).
import { leastStatus } from '../library.js';

/** @typedef {import('../types.js').Status} Status */

/** @type {Record<Status, string>} */
export const STATUS_WORDS = {
  queued: 'Queued on this device',
  sent: 'Sent',
  stored: 'Stored by the server',
  delivered: 'Delivered',
  read: 'Read',
  refused: 'Not delivered',
};

/**
 * The status of a message: the least of those of its targets that are not refused. Only devices of other accounts
 * count, unless there are none.
 *
 * @param {Record<string, Status>} statuses by target device
 * @param {(device: string) => string} accountOf
 * @param {string} me the own account
 * @returns {Status}
 */
export function overallStatus(statuses, accountOf, me) {
  const all = Object.keys(statuses);
  const others = all.filter((device) => accountOf(device) !== me);
  return all.length === 0 ? 'queued' : leastStatus(statuses, others.length > 0 ? others : all);
}
