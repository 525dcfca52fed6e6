/**
 * Every limit of a `Sender` (I7).
 *
 * @typedef {object} SenderLimits
 * @property {number} outboxEntries most entries for which neither targets nor server have taken over
 * @property {number} outboxBytes the same in bytes of bodies
 * @property {number} directEntries most entries unacked on the direct path to one target
 * @property {number} directBytes the same in bytes of bodies
 * @property {number} transcriptEntries most bodies asked back from the transcript at a time
 * @property {number} resendMinMs how long to wait for the first ack before sending again
 * @property {number} resendMaxMs longest wait between two resends
 * @property {number} retryMinMs first wait after a refusal that names none
 * @property {number} retryMaxMs longest wait after such refusals in a row
 */

/**
 * As large an outbox as the server's device queue; 1 MiB in flight fills 40 MB/s at 25 ms; three seconds are well over
 * the 500 ms grace of the server plus a slow commit.
 *
 * @type {Readonly<SenderLimits>}
 */
export const DEFAULT_SENDER_LIMITS = Object.freeze({
  outboxEntries: 10_000,
  outboxBytes: 64 * 2 ** 20,
  directEntries: 1024,
  directBytes: 2 ** 20,
  transcriptEntries: 64,
  resendMinMs: 3_000,
  resendMaxMs: 60_000,
  retryMinMs: 50,
  retryMaxMs: 30_000,
});
