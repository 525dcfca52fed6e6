import { NO_MARK, nextMark } from '../wire/Marks.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../wire/types.js').Range} Range */

/**
 * One change of what a device keeps on disk. The core asks for them in order and goes on when the driver says that they
 * are durable; several in one request are one transaction.
 *
 * - `sent`: an own entry: outbox, one row per target, and transcript. `entry` as it will be sent; a resend never encodes
 *   again; `unsent`: whether it is on no path before `let-go`.
 * - `reworded`: own entries that were never on a path say something else, under their numbers and ids.
 * - `let-go`: own entries up to `throughSeq` may be on a path from now on: they stay as they are.
 * - `received`: entries of another device, in seq order: transcript rows and cursor together. `cursorSeq`: the new
 *   cursor, the last entry's seq; `mark` of it; `by`: how they came; `again`: whether some may have come before under
 *   another number: those whose id the transcript has from that device in that conversation are not kept twice.
 * - `strays`: entries beside the order, whose places at their numbers are taken by others; those whose id is known are
 *   not kept twice (DLV-21).
 * - `epoch-begun`: the outbox is numbered anew, in another epoch; replaces all that is kept of own streams.
 * - `delivered`: a target has committed everything up to `throughSeq`; `mark` is what that is bound to.
 * - `stored`: the server has taken custody of these entries for a target.
 * - `never-delivered`: these entries will never reach a target; `code` is the refusal's wire name.
 * - `read`: a target's owner has read everything up to `throughSeq`.
 * - `forget`: the outbox bodies of these entries are no longer needed; the transcript keeps its own.
 * - `target-gone`: a target left; its rows go.
 * - `target-replaced`: others stand for a target, `by`: they were addressed as it was, and lack what it lacks (DLV-26).
 * - `custody-taken-back`: the server's custody no longer holds for these: they are sent again after a restart.
 * - `roster-kept`: the members of a conversation as last told by the server.
 * - `roster-gone`: this account is no longer in the conversation; the transcript stays.
 * - `changes-known`: which changes the conversations kept so far show (SES-14).
 * - `own-read`: this account has read another device's stream up to `throughSeq`.
 * - `last-stamp`: the last stamp given or observed (CLK-1).
 * - `server-clock`: how far the server's clock is ahead of this machine's, as just heard (CLK-3).
 *
 * @typedef {{ write: 'sent', stream: StreamId, entry: import('../wire/types.js').PostedEntry, unsent: boolean }
 *   | { write: 'reworded', stream: StreamId, entries: import('../wire/types.js').Entry[] }
 *   | { write: 'let-go', stream: StreamId, throughSeq: number }
 *   | { write: 'received', stream: StreamId, entries: import('../wire/types.js').AddressedEntry[], cursorSeq: number,
 *       mark: bigint, by: import('./ArrivedBy.js').ArrivedBy, again: boolean }
 *   | { write: 'strays', stream: StreamId, entries: import('../wire/types.js').AddressedEntry[],
 *       by: import('./ArrivedBy.js').ArrivedBy }
 *   | { write: 'epoch-begun', change: import('./EpochChange.js').EpochChange }
 *   | { write: 'delivered', stream: StreamId, device: string, throughSeq: number, mark: bigint }
 *   | { write: 'stored', stream: StreamId, device: string, seqs: Range[] }
 *   | { write: 'never-delivered', stream: StreamId, device: string, seqs: Range[], code: string }
 *   | { write: 'read', stream: StreamId, device: string, throughSeq: number }
 *   | { write: 'forget', stream: StreamId, seqs: Range[] }
 *   | { write: 'target-gone', stream: StreamId, device: string }
 *   | { write: 'target-replaced', stream: StreamId, device: string, by: string[] }
 *   | { write: 'custody-taken-back', stream: StreamId, device: string, seqs: Range[] }
 *   | { write: 'roster-kept', roster: import('../wire/types.js').Roster }
 *   | { write: 'roster-gone', conversation: string }
 *   | { write: 'changes-known', known: import('./KnownChanges.js').KnownChanges }
 *   | { write: 'own-read', stream: StreamId, throughSeq: number }
 *   | { write: 'last-stamp', hlc: bigint }
 *   | { write: 'server-clock', aheadMs: number }} DiskWrite
 */

/** @type {Set<DiskWrite['write']>} */
const URGENT = new Set(['sent', 'reworded', 'let-go', 'received', 'strays', 'epoch-begun', 'custody-taken-back']);

/** Whether the change must be on disk before the core may act on it (I2, I4). @param {DiskWrite} write */
export function urgent(write) {
  return URGENT.has(write.write);
}

/**
 * The stream of its own in which a stray is kept: its epoch is the mark of the entry, and so is the mark of its cursor.
 *
 * @param {StreamId} stream @param {import('../wire/types.js').Entry} entry
 * @returns {StreamId}
 */
export function strayPlace({ conv, device }, { seq, id }) {
  return { conv, device, epoch: String(nextMark(NO_MARK, seq, id)) };
}

/** Whether a cursor is of a stray: nothing more comes there, and only who reads needs it. @param {StreamId} stream @param {bigint} mark */
export const isStrayPlace = ({ epoch }, mark) => epoch === String(mark);
