package dev.plait.protocol.signaling;

/** The session numbers seen so far (SIG-2). Not thread-safe. */
final class SessionNumbers {
  private long highest;
  private long highestOffered;

  /** A number for an own attempt: grows with the clock, and past any seen. */
  long next(long nowMs) {
    highest = Math.max(nowMs, highest + 1);
    return highest;
  }

  /** Whether the other side has offered a newer session than this one. */
  boolean olderThanOffered(long session) {
    return session < highestOffered;
  }

  /** Whether an offer of this session may still come. */
  boolean newerThanOffered(long session) {
    return session > highestOffered;
  }

  void offered(long session) {
    highestOffered = session;
    highest = Math.max(highest, session);
  }
}
