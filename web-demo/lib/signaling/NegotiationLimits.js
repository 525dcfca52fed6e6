/**
 * The times of `Negotiation`, all in milliseconds.
 *
 * @typedef {object} NegotiationLimits
 * @property {number} politeDelayMs how much later than the other one the polite side starts by itself
 * @property {number} resendMs how long an offer waits for its answer before it is sent again
 * @property {number} connectTimeoutMs from the first offer to the open channel
 * @property {number} disconnectedGraceMs how long ICE may be disconnected; it often recovers by itself
 * @property {number} restartTimeoutMs how long an ICE restart may take before the connection is rebuilt
 * @property {number} restartIntervalMs least time between two ICE restarts
 * @property {number} backoffMs pause before the first rebuild, doubled with each further one
 * @property {number} backoffMaxMs longest pause between two attempts
 * @property {number} settledMs how long a channel must have been open for the backoff to start anew
 * @property {number} upgradeMs how long a pair that leads through TURN is left alone before a direct one is looked for,
 *   doubled with each further try
 * @property {number} upgradeMaxMs longest pause between two such tries
 */

/** Most remote candidates held until the remote description is set. */
export const HELD_CANDIDATES = 64;

/** Most own candidates of a session remembered for a resend. */
export const OWN_CANDIDATES = 64;

/**
 * What a peer uses: a dead path is given up in seconds, a hopeless one tried once a minute, and for one over TURN a better
 * one is looked for soon, as ICE stops gathering when one works, and then ever more rarely, every ten minutes in the end.
 *
 * @type {Readonly<NegotiationLimits>}
 */
export const STANDARD_NEGOTIATION_LIMITS = Object.freeze({
  politeDelayMs: 1_000,
  resendMs: 3_000,
  connectTimeoutMs: 15_000,
  disconnectedGraceMs: 3_000,
  restartTimeoutMs: 6_000,
  restartIntervalMs: 5_000,
  backoffMs: 500,
  backoffMaxMs: 60_000,
  settledMs: 30_000,
  upgradeMs: 5_000,
  upgradeMaxMs: 600_000,
});
