/**
 * How fast a silent channel is noticed, and what follows.
 *
 * @typedef {object} PathLimits
 * @property {number} pingIntervalMs from one ping to the next on an open channel
 * @property {number} busyPingMs the same, at least, when entries are sent on it
 * @property {number} lateMs how long a pong may take before entries go by the relay as well; three round trips, where
 *   these are longer
 * @property {number} doubtMs how long before the server has to show that it is there: the most that `lateMs` can become
 * @property {number} pongDeadlineMs how long before the channel counts as dead
 */

/**
 * A person waits for a tenth of a second and `lateMs` at most when a channel dies. SCTP sends a lost ping again after 1, 2,
 * 4 and 8 s (RFC 9260 §6.3.3, §16): four losses in a row are no death. Where every twentieth packet is lost, three are not
 * rare enough: a channel was given up every 16 hours, with four every 250.
 *
 * @type {Readonly<PathLimits>}
 */
export const DEFAULT_PATH_LIMITS = Object.freeze({
  pingIntervalMs: 500,
  busyPingMs: 100,
  lateMs: 300,
  doubtMs: 1_000,
  pongDeadlineMs: 16_000,
});
