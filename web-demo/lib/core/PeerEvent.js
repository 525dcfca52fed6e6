/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../wire/types.js').Range} Range */

/**
 * How the server link is: frames flow; coming back by itself; will not come back by itself.
 *
 * @typedef {'online' | 'offline' | 'stopped'} Connection
 */

/**
 * Something an application may want to know. Told in the order in which it happened.
 *
 * - `message-arrived`: an entry of another device is in the transcript.
 * - `status-changed`: own entries have come further at a target.
 * - `undelivered`: own entries will not reach a target; `retryable` when the peer tries again by itself.
 * - `target-replaced`: somebody has accepted: what was said to the box of the account, `device`, goes to each of its
 *   devices, `by`; `seqs`: own entries for which they stand in its place, as sent.
 * - `path-changed`: what is said to a device now goes another way.
 * - `roster-changed`: members, titles or acceptance changed, or a conversation is new.
 * - `conversation-gone`: this account is out of a conversation.
 * - `presence-changed`: somebody came or went.
 * - `typing-changed`: somebody began or stopped typing.
 * - `connection-changed`: the link to the server changed; the driver's word, not the core's.
 * - `caught-up`: the backlog is drained: everything that waited in the store has been handed over.
 * - `epoch-begun`: the disk of this device went back in time, or a copy of it is in use: what had not arrived is said
 *   again, under the same ids (DLV-22). `message`: for a person; `moved`: the new places of own entries, by their old ones.
 * - `warning`: something a person should know; nothing is lost.
 *
 * @typedef {{ event: 'message-arrived', stream: StreamId, entry: import('../wire/types.js').Entry,
 *       by: import('./ArrivedBy.js').ArrivedBy }
 *   | { event: 'status-changed', stream: StreamId, device: string, seqs: Range[],
 *       status: import('../delivery/Status.js').Status }
 *   | { event: 'undelivered', stream: StreamId, device: string, seqs: Range[],
 *       code: import('../wire/RefusalCode.js').RefusalCode, retryable: boolean }
 *   | { event: 'target-replaced', stream: StreamId, device: string, by: string[], seqs: Range[] }
 *   | { event: 'path-changed', device: string, path: import('../delivery/Path.js').Path, generation: number,
 *       reason: string }
 *   | { event: 'roster-changed', roster: import('../wire/types.js').Roster }
 *   | { event: 'conversation-gone', conv: string }
 *   | { event: 'presence-changed', account: string, state: import('../wire/types.js').PresenceState,
 *       lastSeenMs: number }
 *   | { event: 'typing-changed', conv: string, device: string, active: boolean }
 *   | { event: 'connection-changed', state: Connection, reason: string, retryInMs: number }
 *   | { event: 'caught-up' }
 *   | { event: 'epoch-begun', message: string, moved: { from: StreamId, to: StreamId, seqs: [number, number][] }[] }
 *   | { event: 'warning', message: string }} PeerEvent
 */

export {};
