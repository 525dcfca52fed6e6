/**
 * Why a state machine asks to be woken: no ack came for what was sent; a refusal said when to try again; the next ping is
 * due; the pong is late; it is overdue.
 *
 * @typedef {'resend' | 'retry' | 'ping-due' | 'pong-late' | 'pong-due'} DeadlineReason
 */

/**
 * When a state machine wants its `handleTimeout`, and why: due when now >= `atMs`; `reason` for the log.
 *
 * @typedef {{ atMs: number, reason: DeadlineReason }} Deadline
 */

/**
 * The earlier of two deadlines.
 *
 * @param {Deadline} a
 * @param {Deadline} b
 */
export function earlier(a, b) {
  return b.atMs < a.atMs ? b : a;
}
