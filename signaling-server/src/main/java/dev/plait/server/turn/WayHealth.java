package dev.plait.server.turn;

/**
 * Whether one way to a TURN server works, from what the probes of it found. Pure; owned by whoever
 * probes, read from any thread.
 */
final class WayHealth {
  /** Failures in a row that make a way sick: one may be a lost packet. */
  static final int FAILURES = 2;

  enum State {
    /** Not probed yet; counts as good, or a node that starts would offer nothing. */
    UNKNOWN(true),
    GOOD(true),
    /** Failed, but not often enough to be left out. */
    DOUBTED(true),
    SICK(false);

    private final boolean offered;

    State(boolean offered) {
      this.offered = offered;
    }
  }

  private volatile State state = State.UNKNOWN;
  private int failures;

  State state() {
    return state;
  }

  /** Whether clients are told about it. */
  boolean isOffered() {
    return state.offered;
  }

  /**
   * Takes in that it worked: once is enough.
   *
   * @return whether it is offered again from now on
   */
  boolean handleWorks() {
    boolean before = isOffered();
    failures = 0;
    state = State.GOOD;
    return !before;
  }

  /**
   * Takes in that it did not work.
   *
   * @return whether it is not offered any more from now on
   */
  boolean handleFails() {
    boolean before = isOffered();
    failures = Math.min(failures + 1, FAILURES);
    state = failures < FAILURES ? State.DOUBTED : State.SICK;
    return before && !isOffered();
  }
}
