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

/** @type {Record<string, [string, string]>} why a device does not get a message, and what to do, by code */
const REFUSED = {
  'queue-full': ['their queue is full', 'It is tried again by itself, once they have fetched some of what waits.'],
  unavailable: ['the server cannot keep it now', 'It is tried again by itself.'],
  expired: [
    'it waited longer than 30 days',
    'They were away for more than 30 days. Send it again if it still matters.',
  ],
  'too-large': ['it is too large', 'Shorten it, or send it in parts.'],
  'not-a-member': [
    'no longer in the conversation',
    'Whoever has left gets nothing; somebody in a group can add them again.',
  ],
  conflict: ['the server has another message under this number', 'Send it again.'],
  forbidden: [
    'not accepted, or blocked',
    'They get it only if they accept, and have not blocked you. Ask them in another way.',
  ],
};

/** @param {string} code of a refusal */
export const refusedWords = (code) => REFUSED[code]?.[0] ?? code;

/** @param {string} code of a refusal @returns {string} what a person can do */
export const refusalAdvice = (code) => REFUSED[code]?.[1] ?? 'Send it again.';

/**
 * The refusals of an own message that still stand: what was tried again may have got there.
 *
 * @param {import('../types.js').Entry} entry
 * @returns {Record<string, string>} codes by target device
 */
export function standingRefusals({ statuses = {}, refusals = {} }) {
  const waits = (/** @type {string} */ device) => statuses[device] === 'queued' || statuses[device] === 'refused';
  return Object.fromEntries(Object.entries(refusals).filter(([device]) => waits(device)));
}
