package dev.plait.peer.core;

/**
 * When the own epoch was begun anew, and how long the word of a target begins no other (DLV-22).
 *
 * @param atMs when, 0 for never
 * @param pauseMs how long since then such a word has to wait; grows with each that was believed
 */
public record EpochStart(long atMs, long pauseMs) {
  /** A device that lies can make its peers begin epochs, but no more often than this. */
  static final long PAUSE_MIN_MS = 60_000;

  /**
   * As long as a device that is put back twice may have to wait; one that lies costs its peers as
   * many epochs a day as there are hours.
   */
  static final long PAUSE_MAX_MS = 3_600_000;

  /** After so long without a new epoch the pauses begin anew. */
  static final long QUIET_MS = 86_400_000;

  /** Of an outbox that was never numbered anew. */
  public static final EpochStart NEVER = new EpochStart(0, PAUSE_MIN_MS);

  /** When the word of a target may begin another epoch; a clock that went back ends the pause. */
  long nextAtMs(long nowMs) {
    return nowMs < atMs ? nowMs : atMs == 0 ? 0 : atMs + pauseMs;
  }

  /** The pause after the epoch that the word of a target begins now. */
  long pauseAfterMs(long nowMs) {
    boolean quiet = atMs == 0 || nowMs < atMs || nowMs - atMs >= QUIET_MS;
    return quiet ? PAUSE_MIN_MS : Math.min(2 * pauseMs, PAUSE_MAX_MS);
  }
}
