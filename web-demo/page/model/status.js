// How far an own message has come (DLV-5).

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
