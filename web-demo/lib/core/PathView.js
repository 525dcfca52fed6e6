/**
 * Why a device is reached the way it is.
 *
 * @typedef {object} PathView
 * @property {string} device the device
 * @property {'direct' | 'relay' | 'none'} path
 * @property {number} generation of the path
 * @property {string} reason why
 * @property {number} rttMs of the data channel, 0 for unknown
 * @property {string[]} tried changes so far, latest last, the oldest dropped
 * @property {number} hedges how often a pong of a channel was late, so that entries went by the server as well (PTH-3)
 * @property {import('../signaling/RungCounters.js').RungCounters} relay how often the relay had to take over from a channel
 *   that died, and could
 */

export {};
