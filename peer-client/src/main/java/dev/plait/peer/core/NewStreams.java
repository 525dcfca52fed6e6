package dev.plait.peer.core;

import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.Map;

/**
 * How many streams another device may begin: one is enough but for new epochs (DLV-22), and each
 * costs memory here for ever. Owned by the peer's thread.
 */
final class NewStreams {
  /** More than a device begins in a conversation that is put back again and again. */
  static final int AT_ONCE = 16;

  /** After those; an honest device waits a minute at least. */
  static final long EVERY_MS = 10_000;

  /** What is left of the budget of a device in a conversation, as of a point in time. */
  private record Left(long streams, long atMs) {
    Left at(long nowMs) {
      long more = Math.max(0, nowMs - atMs) / EVERY_MS;
      return streams + more >= AT_ONCE
          ? new Left(AT_ONCE, nowMs)
          : new Left(streams + more, atMs + more * EVERY_MS);
    }
  }

  private final Map<Speaker, Left> budgets = new HashMap<>();

  /** Whether a stream that is not known may begin now; counts it if so. */
  boolean take(StreamId stream, long nowMs) {
    Speaker speaker = Speaker.of(stream);
    Left left = budgets.getOrDefault(speaker, new Left(AT_ONCE, nowMs)).at(nowMs);
    boolean begins = left.streams() > 0;
    budgets.put(speaker, begins ? new Left(left.streams() - 1, left.atMs()) : left);
    return begins;
  }
}
