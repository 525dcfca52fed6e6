package dev.plait.protocol.signaling;

/** Counts one rung while it grows: one request at a time, and what becomes of it. */
public final class RungTally {
  private enum State {
    IDLE,
    REQUESTED,
    BEGUN
  }

  private State state = State.IDLE;
  private long requested;
  private long notNeeded;
  private long succeeded;
  private long failed;

  /** It is asked for; nothing when it already is. */
  public void request() {
    if (state == State.IDLE) {
      requested++;
      state = State.REQUESTED;
    }
  }

  /** What was asked for is begun. */
  public void begin() {
    if (state == State.REQUESTED) {
      state = State.BEGUN;
    }
  }

  /** Whether a request is open. */
  boolean open() {
    return state != State.IDLE;
  }

  /** Whether one is open and not begun. */
  boolean waits() {
    return state == State.REQUESTED;
  }

  /** Whether one is begun. */
  boolean begun() {
    return state == State.BEGUN;
  }

  /** What was begun has helped; one that waits goes on waiting. */
  public void helped() {
    if (begun()) {
      succeeded++;
      state = State.IDLE;
    }
  }

  /** What was begun did not help; one that waits goes on waiting. */
  public void failed() {
    if (begun()) {
      failed++;
      state = State.IDLE;
    }
  }

  /** The reason for one that waits is gone. */
  void notNeeded() {
    if (waits()) {
      notNeeded++;
      state = State.IDLE;
    }
  }

  /** All is well: thanks to what was begun, or by itself. */
  void recovered() {
    helped();
    notNeeded();
  }

  /** The connection ends for another reason: too early for what was begun. */
  void ended() {
    failed();
    notNeeded();
  }

  /** It is given up, begun or not. */
  void gaveUp() {
    begin();
    failed();
  }

  /** The counts by now. */
  public RungCounters snapshot() {
    return new RungCounters(requested, notNeeded, succeeded, failed);
  }
}
