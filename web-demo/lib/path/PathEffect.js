/** @typedef {import('../delivery/Path.js').Path} Path */
/** @typedef {import('./PathReason.js').PathReason} PathReason */

/**
 * What a `PathSelector` wants done, in this order.
 *
 * - `send-ping`: send a ping with this number over the channel.
 * - `path-changed`: entries go another way from here. `path`: `none`, `relay` or `direct`; `generation`: higher than any
 *   before, late events of the old path are told by it (I5).
 * - `channel-dead`: recover the channel; entries already go another way. Comes again with each further missed pong, until
 *   the channel answers or is closed.
 *
 * @typedef {{ effect: 'send-ping', n: number }
 *   | { effect: 'path-changed', path: Path, generation: number, reason: PathReason }
 *   | { effect: 'channel-dead', channel: number, reason: PathReason }} PathEffect
 */

export {};
