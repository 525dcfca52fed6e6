/**
 * Why a request was refused.
 *
 * - `queue-full`: the target's queue is full, or this account's half of it, or what it may have in all queues. Keep the entries and retry later.
 * - `expired`: the entry waited longer than 30 days; it will not be delivered.
 * - `too-large`: over a size limit.
 * - `not-a-member`: the sender or a target is not in the conversation.
 * - `roster-changed`: the roster has changed; it follows at once. Address anew and post again.
 * - `conflict`: the same stream and seq came before with other bytes.
 * - `unavailable`: the server cannot commit now (disk full, database away). Keep the entries and retry.
 * - `window-exceeded`: more unanswered entries than the window allows.
 * - `not-reachable`: the target device is not online or not reachable for signaling.
 * - `forbidden`: not allowed: not accepted yet, or blocked.
 * - `bad-token`: the new token was not taken; the session lives until the old one expires.
 *
 * @typedef {'queue-full' | 'expired' | 'too-large' | 'not-a-member' | 'roster-changed' | 'conflict' | 'unavailable'
 *   | 'window-exceeded' | 'not-reachable' | 'forbidden' | 'bad-token'} RefusalCode
 */

/** @type {ReadonlyMap<string, boolean>} */
const RETRYABLE = new Map([
  ['queue-full', true],
  ['expired', false],
  ['too-large', false],
  ['not-a-member', false],
  ['roster-changed', true],
  ['conflict', false],
  ['unavailable', true],
  ['window-exceeded', true],
  ['not-reachable', true],
  ['forbidden', false],
  ['bad-token', false],
]);

/** Every code, in the order of the protocol page. */
export const REFUSAL_CODES = /** @type {readonly RefusalCode[]} */ (Object.freeze([...RETRYABLE.keys()]));

/**
 * Whether `word` is a refusal code.
 *
 * @param {string} word
 * @returns {word is RefusalCode}
 */
export function isRefusalCode(word) {
  return RETRYABLE.has(word);
}

/**
 * Whether the same entries may be posted again later.
 *
 * @param {RefusalCode} code
 */
export function retryable(code) {
  return RETRYABLE.get(code) === true;
}
