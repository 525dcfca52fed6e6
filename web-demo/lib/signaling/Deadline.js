/**
 * When `Negotiation` wants `handleTimeout`, and why: due when now >= `atMs`.
 *
 * - `attempt`: the pause before an attempt is over.
 * - `connect`: the channel should have opened.
 * - `resend`: an offer was not answered.
 * - `disconnected`: ICE has been disconnected for long enough.
 * - `restart`: an ICE restart may be made now.
 * - `restart-timeout`: the ICE restart did not help in time.
 * - `upgrade`: a direct pair is to be looked for.
 * - `verdict`: what an ICE restart has brought to a channel that works is seen by now.
 *
 * @typedef {{ atMs: number, reason: 'attempt' | 'connect' | 'resend' | 'disconnected' | 'restart' | 'restart-timeout' |
 *   'upgrade' | 'verdict' }} Deadline
 */

/** The one that comes first. @param {Deadline | null} one @param {Deadline | null} other */
export function earlier(one, other) {
  if (one === null || other === null) {
    return one ?? other;
  }
  return other.atMs < one.atMs ? other : one;
}
