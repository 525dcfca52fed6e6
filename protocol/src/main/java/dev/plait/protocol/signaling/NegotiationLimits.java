package dev.plait.protocol.signaling;

/**
 * The times of {@link Negotiation}, all in milliseconds.
 *
 * @param politeDelayMs how much later than the other one the polite side starts by itself
 * @param resendMs how long an offer waits for its answer before it is sent again
 * @param connectTimeoutMs from the first offer to the open channel
 * @param disconnectedGraceMs how long ICE may be disconnected; it often recovers by itself
 * @param restartTimeoutMs how long an ICE restart may take before the connection is rebuilt
 * @param restartIntervalMs least time between two ICE restarts
 * @param backoffMs pause before the first rebuild, doubled with each further one
 * @param backoffMaxMs longest pause between two attempts
 * @param settledMs how long a channel must have been open for the backoff to start anew
 * @param upgradeMs how long a pair that leads through TURN is left alone before a direct one is
 *     looked for, doubled with each further try
 * @param upgradeMaxMs longest pause between two such tries
 */
public record NegotiationLimits(
    long politeDelayMs,
    long resendMs,
    long connectTimeoutMs,
    long disconnectedGraceMs,
    long restartTimeoutMs,
    long restartIntervalMs,
    long backoffMs,
    long backoffMaxMs,
    long settledMs,
    long upgradeMs,
    long upgradeMaxMs) {
  /** Most remote candidates held until the remote description is set. */
  public static final int HELD_CANDIDATES = 64;

  /** Most own candidates of a session remembered for a resend. */
  public static final int OWN_CANDIDATES = 64;

  /** Checks that every time is positive, or zero where that means at once. */
  public NegotiationLimits {
    if (politeDelayMs < 0
        || resendMs <= 0
        || connectTimeoutMs <= 0
        || disconnectedGraceMs < 0
        || restartTimeoutMs <= 0
        || restartIntervalMs < 0
        || backoffMs <= 0
        || backoffMaxMs < backoffMs
        || settledMs < 0
        || upgradeMs <= 0
        || upgradeMaxMs < upgradeMs) {
      throw new IllegalArgumentException("negotiation limits out of range: " + this);
    }
  }

  /**
   * What a peer uses: a dead path is given up in seconds, a hopeless one tried once a minute, and
   * for one over TURN a better one is looked for soon, as ICE stops gathering when one works, and
   * then ever more rarely, every ten minutes in the end.
   */
  public static NegotiationLimits standard() {
    return new NegotiationLimits(
        1_000, 3_000, 15_000, 3_000, 6_000, 5_000, 500, 60_000, 30_000, 5_000, 600_000);
  }
}
