import { NEVER_ANEW } from './EpochStart.js';
import { NO_CHANGES } from './KnownChanges.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */

/**
 * What a device finds on its disk when it starts.
 *
 * @typedef {object} DeviceState
 * @property {string} account its account
 * @property {string} device itself
 * @property {string} epoch drawn when this outbox was created, or numbered anew
 * @property {import('./EpochStart.js').EpochStart} epochStart when it was numbered anew
 * @property {string[]} incarnations those of its latest starts and those that it took for its own with a new epoch,
 *   the present one first
 * @property {import('./KeptClock.js').KeptClock} clock the last stamp and the server's clock
 * @property {import('../wire/types.js').Roster[]} rosters conversations as last seen
 * @property {import('./KnownChanges.js').KnownChanges} changes which changes of them it has heard of
 * @property {OutStream[]} out own streams
 * @property {Cursor[]} in cursors of other devices' streams
 */

/**
 * An own stream.
 *
 * @typedef {object} OutStream
 * @property {StreamId} stream its name
 * @property {number} nextSeq the next number to give
 * @property {Target[]} targets what is known of each target
 * @property {Pending[]} entries those that some target has not acked, ascending
 * @property {GivenUp[]} givenUp those that were refused for a target, above what it has acked
 */

/**
 * An entry that was refused for good at a device; it may have got it all the same.
 *
 * @typedef {{ device: string, seq: number, message: string }} GivenUp
 */

/**
 * One target of an own stream.
 *
 * @typedef {object} Target
 * @property {string} device the target
 * @property {number} firstSeq the first entry addressed to it since it became one
 * @property {number} addressedSeq the last entry addressed to it
 * @property {number} deliveredSeq its cursor as last heard
 * @property {bigint} mark the mark of that cursor, 0 for unknown
 * @property {number} readSeq the last of what its owner has read
 * @property {import('../wire/types.js').Range[]} refused those above that and through its cursor which it was refused or not sent
 */

/**
 * An entry that is not delivered everywhere.
 *
 * @typedef {object} Pending
 * @property {import('../wire/types.js').Entry} entry the entry, with the bytes as sent
 * @property {PendingTarget[]} to its open targets
 * @property {boolean} unsent whether it was never on a path; then none after it was
 */

/**
 * One open target of an entry.
 *
 * @typedef {object} PendingTarget
 * @property {string} device the target
 * @property {number} afterSeq seq of the entry addressed to it before
 * @property {Uint8Array} [part] opaque bytes for it
 * @property {boolean} stored whether the server has custody
 */

/**
 * How far this device has committed another device's stream.
 *
 * @typedef {object} Cursor
 * @property {StreamId} stream the stream
 * @property {number} seq last entry committed
 * @property {bigint} mark the mark of that position
 * @property {number} readSeq last entry that the owner has read
 */

/**
 * A device that has never said or heard anything.
 *
 * @param {string} account
 * @param {string} device
 * @param {string} epoch
 * @returns {DeviceState}
 */
export function emptyState(account, device, epoch) {
  const clock = { lastHlc: 0n, aheadHlcs: [], serverAheadMs: 0 };
  const nothing = { incarnations: [], rosters: [], changes: NO_CHANGES, out: [], in: [] };
  return { account, device, epoch, epochStart: NEVER_ANEW, clock, ...nothing };
}
