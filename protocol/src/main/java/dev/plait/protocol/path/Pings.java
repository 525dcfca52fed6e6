package dev.plait.protocol.path;

import java.util.ArrayDeque;

/** The pings of one channel that are not answered yet, and how long answers take. */
final class Pings {
  /** How much one round trip counts against those before (RFC 6298 §2.3 takes the same). */
  private static final int SMOOTH = 8;

  private record Ping(long n, long atMs) {}

  private final ArrayDeque<Ping> sent = new ArrayDeque<>();
  private long next = 1;
  private long lastAtMs;
  private long dueAtMs = Long.MAX_VALUE;
  private long roundTripMs = -1;
  private long tripMs = -1;

  /** Another channel, or one that has to prove itself anew. */
  void begin() {
    sent.clear();
    tripMs = -1;
    dueAtMs = Long.MAX_VALUE;
  }

  /** One goes out; returns its number. */
  long ask(long nowMs, long intervalMs) {
    sent.add(new Ping(next, nowMs));
    lastAtMs = nowMs;
    dueAtMs = nowMs + intervalMs;
    return next++;
  }

  /** The next one follows the last one sooner, unless an answer is waited for. */
  void hurry(long intervalMs) {
    if (sent.isEmpty()) {
      dueAtMs = Math.min(dueAtMs, lastAtMs + intervalMs);
    }
  }

  /** Takes a pong; false when it answers nothing. */
  boolean answered(long n, long nowMs) {
    if (sent.stream().noneMatch(ping -> ping.n() == n)) {
      return false;
    }
    Ping ping = sent.remove();
    while (ping.n() != n) {
      ping = sent.remove();
    }
    roundTripMs = Math.max(0, nowMs - ping.atMs());
    tripMs = tripMs < 0 ? roundTripMs : tripMs + (roundTripMs - tripMs) / SMOOTH;
    return true;
  }

  /** When the oldest that is not answered was sent; {@code Long.MAX_VALUE / 2} for none. */
  long oldestAtMs() {
    Ping oldest = sent.peek();
    return oldest == null ? Long.MAX_VALUE / 2 : oldest.atMs();
  }

  /** When the next one is due. */
  long dueAtMs() {
    return dueAtMs;
  }

  /** Round trip of the last ping that was answered, -1 for none. */
  long roundTripMs() {
    return roundTripMs;
  }

  /** The usual round trip on this channel, -1 for unknown. */
  long tripMs() {
    return tripMs;
  }
}
