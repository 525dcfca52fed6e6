/**
 * What a `Receiver` wants done, in this order.
 *
 * - `hand-over`: commit transcript rows, the cursor (the last seq) and its mark (DLV-20) in one transaction, then call
 *   `Receiver.handleCommitted`. `entries` in seq order, to be taken as a whole; `from`: the path on which they came,
 *   `relay`, `direct` or `store`.
 * - `hand-over-strays`: commit those of these entries whose ids are not in the transcript of their device and
 *   conversation, beside the order and without touching the cursor, then call `Receiver.handleStraysCommitted` (DLV-21).
 *   Their numbers are at or below the cursor, and their own place holds something else or is not remembered.
 * - `send-ack`: `path` is `relay` or `direct`; `generation` as given with the entries, and the driver drops the effect
 *   when it is another; `position`: cursor and held runs; `proof` of the last commit, if it had one.
 * - `peer-violation`: the sender broke the protocol; nothing of the frame was taken. `rule`: which, for the log and the
 *   close frame.
 *
 * @typedef {{ effect: 'hand-over', entries: import('../wire/types.js').AddressedEntry[],
 *       from: import('./Path.js').Path, mark: bigint }
 *   | { effect: 'hand-over-strays', entries: import('../wire/types.js').AddressedEntry[],
 *       from: import('./Path.js').Path }
 *   | { effect: 'send-ack', path: import('./Path.js').Path, generation: number,
 *       position: import('../wire/types.js').StreamPosition, proof: Uint8Array | undefined }
 *   | { effect: 'peer-violation', rule: string }} ReceiveEffect
 */

export {};
