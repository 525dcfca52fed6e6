/**
 * How fast a dead channel is noticed.
 *
 * @typedef {object} PathLimits
 * @property {number} pingIntervalMs from one ping to the next on an open channel
 * @property {number} pongDeadlineMs how long a pong may take before the channel counts as dead
 */

/**
 * A dead channel costs at most one and a half seconds. A channel that takes longer than one for a round trip is worse
 * than the relay, and comes back by itself when it no longer does.
 *
 * @type {Readonly<PathLimits>}
 */
export const DEFAULT_PATH_LIMITS = Object.freeze({ pingIntervalMs: 500, pongDeadlineMs: 1_000 });
