/**
 * Why a path was taken or left; answers "why this path?".
 *
 * - `relay-up`: the server's connection came up and there is no healthy channel.
 * - `relay-down`: the server's connection was lost.
 * - `first-pong`: the channel answered its first ping.
 * - `pong-missed`: a pong did not come in time.
 * - `channel-closed`: the channel was closed.
 * - `channel-replaced`: a newer channel took the place of the old one.
 *
 * @typedef {'relay-up' | 'relay-down' | 'first-pong' | 'pong-missed' | 'channel-closed' | 'channel-replaced'} PathReason
 */

export {};
