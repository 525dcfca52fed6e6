/**
 * What became of one rung of the recovery ladder since the start (SIG-12). Each request ends in one of the other three; one
 * at most is open.
 *
 * @typedef {object} RungCounters
 * @property {number} requested how often it was asked for
 * @property {number} notNeeded ended by itself before anything was begun
 * @property {number} succeeded begun, and it helped
 * @property {number} failed did not help, or not in time
 */

/** Of a rung that was never asked for. @type {Readonly<RungCounters>} */
export const NO_RUNG = Object.freeze({ requested: 0, notNeeded: 0, succeeded: 0, failed: 0 });
