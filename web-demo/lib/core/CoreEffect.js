/**
 * What a `DeviceCore` wants done, in order.
 *
 * - `to-server`: send a frame to the server; it may be dropped when the link is down.
 * - `to-peer`: send a frame on a device's data channel of that generation; dropped when it is over.
 * - `persist`: make these durable as one transaction, then call `DeviceCore.handleDurable` with the ticket; requests
 *   become durable in order. Ticket 0 wants no answer.
 * - `read-own`: read these own entries from the transcript and call `DeviceCore.handleTranscript`.
 * - `read-again`: read own entries that a target lacks again, the lowest `most`, without those that were refused for it,
 *   and call `DeviceCore.handleAgain`.
 * - `begin-epoch`: somebody knows another past of this device (DLV-22). The core is over: in the same turn only writes and
 *   events follow, and of `DeviceCore.handleDurable`, its last input, only events. When all writes are durable, load the
 *   state, make an `EpochChange` durable, start another core from the disk, with a new session. `evidence`: what shows
 *   it, for the log; `lastIncarnation`: one that shows it (SES-11), '0' for other evidence.
 * - `signalled`: a signal of another device came; negotiation looks at it.
 * - `unreachable`: a signal could not be handed to a device; try again no sooner than that.
 * - `want-channels`: keep data channels to these devices, and no others. `wanted`: device, and a conversation shared
 *   with it, in which it is signalled.
 * - `channel-failed`: a channel misses its pings: rebuild it.
 * - `server-doubted`: what silenced a channel may have silenced the server: it has to answer now.
 * - `channel-violated`: the other side of a channel broke a rule: close it, and do not open it again (FRM-9).
 * - `channel-finished`: both sides have said that nothing more comes on a channel: close it.
 * - `tell`: tell the application.
 *
 * @typedef {{ effect: 'to-server', frame: import('../wire/types.js').ClientFrame }
 *   | { effect: 'to-peer', device: string, generation: number, frame: import('../wire/types.js').PeerFrame }
 *   | { effect: 'persist', ticket: number, writes: import('./DiskWrite.js').DiskWrite[] }
 *   | { effect: 'read-own', stream: import('../wire/StreamId.js').StreamId,
 *       seqs: import('../wire/types.js').Range[] }
 *   | ReadAgain
 *   | BeginEpoch
 *   | { effect: 'signalled', conversation: string, device: string, payload: string }
 *   | { effect: 'unreachable', device: string, retryAfterMs: number }
 *   | { effect: 'want-channels', wanted: Map<string, string> }
 *   | { effect: 'server-doubted' }
 *   | { effect: 'channel-failed', device: string, generation: number, reason: string }
 *   | { effect: 'channel-violated', device: string, generation: number }
 *   | { effect: 'channel-finished', device: string, generation: number }
 *   | { effect: 'tell', event: import('./PeerEvent.js').PeerEvent }} CoreEffect
 */

/** @typedef {{ effect: 'begin-epoch', evidence: string, lastIncarnation: string, pauseMs: number }} BeginEpoch */

/**
 * @typedef {{ effect: 'read-again', stream: import('../wire/StreamId.js').StreamId, target: string, fromSeq: number,
 *   throughSeq: number, most: number }} ReadAgain
 */

export {};
