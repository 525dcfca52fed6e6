/**
 * Every limit of a `Receiver` (I7). Over it the entries farthest ahead are dropped; they count as never received and
 * are sent again.
 *
 * @typedef {object} ReceiverLimits
 * @property {number} pendingEntries most entries held or handed over and not committed yet
 * @property {number} pendingBytes the same in bytes of bodies
 */

/**
 * Twice the widest window of a sender, so that a hole rarely costs a resend.
 *
 * @type {Readonly<ReceiverLimits>}
 */
export const DEFAULT_RECEIVER_LIMITS = Object.freeze({ pendingEntries: 2048, pendingBytes: 4 * 2 ** 20 });
