package dev.plait.protocol.signaling;

import java.util.ArrayDeque;

/** The session numbers seen so far (SIG-2). Not thread-safe. */
final class SessionNumbers {
  /** Own numbers remembered: signals are never older than a few attempts. */
  private static final int OWN_REMEMBERED = 16;

  private final ArrayDeque<Long> own = new ArrayDeque<>();
  private long highest;
  private long highestOffered;

  /** A number for an own attempt: grows with the clock, and past any seen. */
  long next(long nowMs) {
    highest = Math.max(nowMs, highest + 1);
    own.add(highest);
    if (own.size() > OWN_REMEMBERED) {
      own.remove();
    }
    return highest;
  }

  /** Whether this side has given out that number: an offer in it is for a connection of its own. */
  boolean isOwn(long session) {
    return own.contains(session);
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
