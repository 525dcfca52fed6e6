/** @typedef {import('../wire/types.js').Range} Range */

/**
 * What a `Sender` wants done, in this order.
 *
 * - `post`: post to the server, in one frame. `entries` in seq order, each with those of its targets that the relay
 *   serves.
 * - `send-direct`: send over the data channel, in one frame. `generation` of the path: the driver drops the effect when
 *   the channel is another one; `entries` in seq order.
 * - `status-changed`: tell the application, and keep it for `Sender.restore`; losing the last few in a crash does no
 *   harm. `seqs`: for `read` only those with a lower status; `status`: never lower than what was told before; `code`:
 *   why, for `refused` only.
 * - `custody`: the server has custody for every target that lacks these; they no longer count as waiting. Their bytes
 *   and addresses must stay readable until `forget`: `need-from-transcript` may ask.
 * - `custody-taken-back`: the stored status of these at one target no longer holds: commit `sent` for them and call
 *   `Sender.handleTakenBack`; the `cancel-rows` follows then, since a crash in between would lose them.
 * - `replaced`: others stand for a target (DLV-26), `by`: keep that each of them was addressed as it was, what was stored
 *   for it being `sent` again, and forget it. Losing that in a crash does no harm: the roster says so again. `seqs`: what
 *   the target lacked.
 * - `forget`: settled at every target: delete from the outbox (the application's transcript is its own).
 * - `cancel-rows`: send the server a cancel for one target; if it is away, do nothing: it is asked again. `ref`: the
 *   frame's, which its answer repeats to `Sender.handleTold`.
 * - `need-from-transcript`: read these entries from disk and call `Sender.handleTranscript`.
 * - `need-again`: read again what was said to a target from `fromSeq` to `throughSeq` and is lost there, at most `most`
 *   entries, the lowest, leaving out what was refused for it, and call `Sender.handleAgain` (DLV-23).
 * - `forked`: somebody knows more of this stream, or something else under its numbers: the outbox went back in time, or
 *   a copy of it is in use. Nothing of what was said was taken. A new epoch follows (DLV-22), unless that was so just
 *   now: then the other side breaks the protocol. `target`: who said it, or whom the server spoke of; `evidence`: what,
 *   for the log and the close frame.
 *
 * @typedef {{ effect: 'post', entries: import('../wire/types.js').PostedEntry[] }
 *   | { effect: 'send-direct', target: string, generation: number,
 *       entries: import('../wire/types.js').AddressedEntry[] }
 *   | { effect: 'status-changed', target: string, seqs: Range[], status: import('./Status.js').Status,
 *       code?: import('../wire/RefusalCode.js').RefusalCode | undefined }
 *   | { effect: 'custody', seqs: Range[] }
 *   | { effect: 'custody-taken-back', target: string, seqs: Range[] }
 *   | { effect: 'replaced', target: string, by: string[], seqs: Range[] }
 *   | { effect: 'forget', seqs: Range[] }
 *   | { effect: 'cancel-rows', target: string, throughSeq: number, ref: number }
 *   | { effect: 'need-from-transcript', seqs: Range[] }
 *   | { effect: 'need-again', target: string, fromSeq: number, throughSeq: number, most: number }
 *   | { effect: 'forked', target: string, evidence: string }} SendEffect
 */

export {};
