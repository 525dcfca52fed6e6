/**
 * Whether a message was taken.
 *
 * - `taken`: on its way to the disk. `stream`: own stream; `seq`: its number; `targets`: devices that get it; `counted`:
 *   those of them whose status is the message's (DLV-5), each with its account; `ticket` of the write: durable when
 *   `DeviceCore.handleDurable` gets it.
 * - `not-taken`: nothing was kept. `queue-full`: the outbox holds as much as it may; `too-large`: over
 *   `Limits.BODY_BYTES`; `not-a-member`: this account is not in the conversation;
 *   `not-accepted`: it has not accepted it (CNS-4).
 *
 * @typedef {{ result: 'taken', stream: import('../wire/StreamId.js').StreamId, seq: number, targets: Set<string>,
 *       counted: Map<string, string>, ticket: number }
 *   | { result: 'not-taken', refusal: 'queue-full' | 'too-large' | 'not-a-member' | 'not-accepted' }} SendResult
 */

export {};
