/** @typedef {import('./RungCounters.js').RungCounters} RungCounters */

/**
 * What the recovery ladder has done since the start (SIG-12).
 *
 * @typedef {object} LadderCounters
 * @property {RungCounters} iceRestart the channel or the network is in trouble: ICE is restarted
 * @property {RungCounters} rebuild a connection was given up: another is built
 * @property {RungCounters} relay the channel died: entries go through the server; counted by the owner of the path
 * @property {RungCounters} refresh TURN credentials in use expire: ICE is restarted with fresh ones
 * @property {RungCounters} upgrade the pair leads through TURN: a direct one is looked for
 * @property {number} attempts connections begun by this side
 * @property {number} opens channels opened
 * @property {number} glares offers that met an own one
 * @property {number} stale signals of an old connection dropped
 * @property {number} resends offers and answers sent again
 */

export {};
