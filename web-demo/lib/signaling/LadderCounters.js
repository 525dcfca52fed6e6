/**
 * How often each rung of the recovery ladder was taken since the start.
 *
 * @typedef {object} LadderCounters
 * @property {number} attempts connections begun by this side
 * @property {number} opens channels opened
 * @property {number} iceRestarts ICE restarts begun by this side
 * @property {number} recoveries troubles that ended without a rebuild
 * @property {number} rebuilds connections given up to be built anew
 * @property {number} glares offers that met an own one
 * @property {number} stale signals of an old connection dropped
 * @property {number} resends offers and answers sent again
 */

export {};
