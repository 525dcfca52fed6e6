// How far an own message has come (DLV-5).

/** @typedef {import('../types.js').Status} Status */

/** @type {Status[]} */
const ORDER = ['queued', 'sent', 'stored', 'delivered', 'read'];

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
 * The status of a message for one device after news: it only moves forward, and a refusal is final unless the message
 * arrived all the same.
 *
 * @param {Status | undefined} before
 * @param {Status} news
 * @returns {Status}
 */
export function forwardStatus(before, news) {
  if (before === undefined || news === 'refused') return news;
  if (before === 'refused') return ORDER.indexOf(news) >= ORDER.indexOf('delivered') ? news : before;
  return ORDER.indexOf(news) > ORDER.indexOf(before) ? news : before;
}

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
  const all = Object.entries(statuses);
  const others = all.filter(([device]) => accountOf(device) !== me);
  const counted = (others.length > 0 ? others : all).map(([, status]) => status);
  const alive = counted.filter((status) => status !== 'refused');
  if (alive.length === 0) return counted.length > 0 ? 'refused' : 'queued';
  return ORDER[Math.min(...alive.map((status) => ORDER.indexOf(status)))];
}
