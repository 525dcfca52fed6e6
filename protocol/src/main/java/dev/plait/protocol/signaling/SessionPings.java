package dev.plait.protocol.signaling;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a client pings the server, and when it gives a session up (SES-7). A half-open
 * connection says nothing; when there is a reason to doubt, the server has to answer soon. Not
 * thread-safe: one owner thread.
 */
public final class SessionPings {
  /** What is wanted. */
  public sealed interface Effect {
    /** Send a ping with this number. */
    record Ping(long n) implements Effect {}

    /** The session is dead: end it and begin another. */
    record GiveUp() implements Effect {}
  }

  /** When {@link #handleTimeout} is wanted, and why. */
  public record Due(long atMs, Reason reason) {
    /** Why. */
    public enum Reason {
      /** The next ping is due. */
      PING,
      /** A ping has had its time to be answered. */
      SILENCE,
      /** So has one that was sent in doubt. */
      DOUBT
    }
  }

  /** Bounds of what a server may ask for: neither a flood nor a session that dies unnoticed. */
  private static final long INTERVAL_LEAST_MS = 1_000;

  private static final long INTERVAL_MOST_MS = 20_000;

  /** How long after a ping something must have come: half-open sockets are found within 30 s. */
  private static final long SILENCE_MS = 10_000;

  /** The same in doubt: as long as a channel has, since a person waits for it. */
  private static final long DOUBT_MS = 1_000;

  /** A way that is slow has as many round trips: some of them may be lost. */
  private static final int DOUBT_TRIPS = 4;

  /** From welcome, and from one ping in doubt to the next: a dead channel says so every second. */
  private static final long DOUBT_INTERVAL_MS = 5_000;

  /** After so long without one more, sessions that doubts have ended are forgotten. */
  private static final long FORGET_MS = 60_000;

  /**
   * A timer that comes so late: this program did not run, and an answer may be waiting for it, too.
   * It gets as long to be heard, once.
   */
  private static final long LATE_MS = 500;

  private static final long NEVER = Long.MAX_VALUE;

  private enum State {
    /** There is no session. */
    DOWN,
    /** Nothing is waited for. */
    CALM,
    /** A ping is out, as every now and then. */
    ASKED,
    /** A ping is out that was sent in doubt. */
    DOUBTED
  }

  private final ArrayDeque<Effect> effects = new ArrayDeque<>();
  private State state = State.DOWN;
  private long intervalMs;
  private long tripMs;
  private long number;
  private long askedAtMs;
  private long dueAtMs = NEVER;
  private long nextDoubtAtMs = Long.MIN_VALUE;
  private long doubtMs = DOUBT_MS;
  private boolean spared;
  private long forgetAtMs = Long.MIN_VALUE;

  /**
   * A session has begun.
   *
   * @param wishedMs the interval that the server asks for
   * @param firstTripMs from hello to welcome
   */
  public void handleUp(long wishedMs, long firstTripMs, long nowMs) {
    intervalMs = Math.clamp(wishedMs, INTERVAL_LEAST_MS, INTERVAL_MOST_MS);
    tripMs = firstTripMs;
    nextDoubtAtMs = nowMs + DOUBT_INTERVAL_MS;
    state = State.CALM;
    dueAtMs = nowMs + intervalMs;
  }

  /** The session is over. */
  public void handleDown() {
    state = State.DOWN;
    dueAtMs = NEVER;
  }

  /** Something came from the server, which answers whatever was asked. */
  public void handleHeard() {
    if (state == State.ASKED || state == State.DOUBTED) {
      state = State.CALM;
      dueAtMs = askedAtMs + intervalMs;
    }
  }

  /** A pong came: it tells the round trip when it answers the newest ping. */
  public void handlePong(long n, long nowMs) {
    if (n == number) {
      tripMs = nowMs - askedAtMs;
    }
  }

  /**
   * Something else has died without a word: the session has to answer soon, unless it is new or has
   * just been doubted. Each session that this ends doubles the time for the next one, for a way
   * that is slow and not dead.
   */
  public void handleDoubt(long nowMs) {
    if (nowMs >= nextDoubtAtMs) {
      handleNetworkChanged(nowMs);
    }
  }

  /** The network is another one, or may be: the same, whatever has just been answered. */
  public void handleNetworkChanged(long nowMs) {
    if (state == State.DOWN || state == State.DOUBTED) {
      return;
    }
    if (nowMs >= forgetAtMs) {
      doubtMs = DOUBT_MS;
    }
    long waitMs = Math.clamp(DOUBT_TRIPS * tripMs, doubtMs, SILENCE_MS);
    nextDoubtAtMs = nowMs + DOUBT_INTERVAL_MS;
    ask(State.DOUBTED, waitMs, nowMs);
  }

  /** Does what is due. */
  public void handleTimeout(long nowMs) {
    if (nowMs < dueAtMs) {
      return;
    }
    switch (state) {
      case DOWN -> {}
      case CALM -> ask(State.ASKED, Math.min(SILENCE_MS, intervalMs), nowMs);
      case ASKED, DOUBTED -> unanswered(nowMs);
    }
  }

  /** Takes the next thing to do; null when there is nothing. */
  public @Nullable Effect poll() {
    return effects.poll();
  }

  /** When to call {@link #handleTimeout} next; null for never. */
  public @Nullable Due deadline() {
    return switch (state) {
      case DOWN -> null;
      case CALM -> new Due(dueAtMs, Due.Reason.PING);
      case ASKED -> new Due(dueAtMs, Due.Reason.SILENCE);
      case DOUBTED -> new Due(dueAtMs, Due.Reason.DOUBT);
    };
  }

  private void ask(State as, long waitMs, long nowMs) {
    state = as;
    askedAtMs = nowMs;
    dueAtMs = nowMs + waitMs;
    spared = false;
    effects.add(new Effect.Ping(++number));
  }

  private void unanswered(long nowMs) {
    if (!spared && nowMs - dueAtMs >= LATE_MS) {
      spared = true;
      dueAtMs = nowMs + LATE_MS;
      return;
    }
    if (state == State.DOUBTED) {
      doubtMs = Math.min(SILENCE_MS, 2 * doubtMs);
      forgetAtMs = nowMs + FORGET_MS;
    }
    handleDown();
    effects.add(new Effect.GiveUp());
  }
}
