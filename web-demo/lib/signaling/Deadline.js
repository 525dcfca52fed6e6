/**
 * When `Negotiation` wants `handleTimeout`, and why: due when now >= `atMs`.
 *
 * - `attempt`: the pause before an attempt is over.
 * - `connect`: the channel should have opened.
 * - `resend`: an offer was not answered.
 * - `disconnected`: ICE has been disconnected for long enough.
 * - `restart`: an ICE restart may be made now.
 * - `restart-timeout`: the ICE restart did not help in time.
 *
 * @typedef {{ atMs: number,
 *   reason: 'attempt' | 'connect' | 'resend' | 'disconnected' | 'restart' | 'restart-timeout' }} Deadline
 */

export {};
