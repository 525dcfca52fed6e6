/** @typedef {import('../delivery/Path.js').Path} Path */
/** @typedef {import('./PathReason.js').PathReason} PathReason */

/**
 * What a `PathSelector` wants done, in this order.
 *
 * - `send-ping`: send a ping with this number over the channel.
 * - `path-changed`: entries go another way from here. `path`: `none`, `relay` or `direct`; `generation`: higher than any
 *   before, late events of the old path are told by it (I5).
 * - `beside-changed`: something else goes by the server beside the channel that carries the entries. In a new session with
 *   the server it begins with `none`.
 * - `server-doubted`: what silenced the channel may have silenced the server, too: it has to answer now.
 * - `channel-dead`: recover the channel; entries already go another way. Comes again with each further missed pong, until
 *   the channel answers or is closed.
 *
 * @typedef {{ effect: 'send-ping', n: number }
 *   | { effect: 'path-changed', path: Path, generation: number, reason: PathReason }
 *   | { effect: 'beside-changed', beside: import('../delivery/Beside.js').Beside }
 *   | { effect: 'server-doubted' }
 *   | { effect: 'channel-dead', channel: number, reason: PathReason }} PathEffect
 */

export {};
