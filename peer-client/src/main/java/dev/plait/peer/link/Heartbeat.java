package dev.plait.peer.link;

import dev.plait.protocol.signaling.SessionPings;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pings of a link's sessions (SES-7): drives {@link SessionPings}, which decides. Owned
 * by the peer's thread; lives as long as the link.
 *
 * <p>Invariants: nothing is sent and no timer runs but between {@link #handleUp} and {@link
 * #handleDown}; at most one timer runs; times are of a steady clock, no matter what the machine's
 * is set to.
 */
final class Heartbeat {
  private final SessionPings pings = new SessionPings();
  private final ScheduledExecutorService owner;
  private final Consumer<ClientFrame> session;
  private final Runnable silent;
  private @Nullable ScheduledFuture<?> timer;
  private SessionPings.@Nullable Due armed;
  private long helloMs;

  /**
   * Pings nobody before {@link #handleUp}.
   *
   * @param session takes each ping
   * @param silent ends a session that does not answer
   */
  Heartbeat(ScheduledExecutorService owner, Consumer<ClientFrame> session, Runnable silent) {
    this.owner = owner;
    this.session = session;
    this.silent = silent;
  }

  /** Hello is said: the first round trip begins. */
  void handleHello() {
    helloMs = steadyMs();
  }

  /** A session has begun; the server asks for a ping as often as that. */
  void handleUp(long pingIntervalMs) {
    turn(nowMs -> pings.handleUp(pingIntervalMs, nowMs - helloMs, nowMs));
  }

  /** Something came from the server. */
  void handleHeard() {
    turn(_ -> pings.handleHeard());
  }

  /** The answer to the ping with that number came. */
  void handlePong(long n) {
    pings.handlePong(n, steadyMs());
  }

  /** The network is another one, or may be. */
  void handleNetworkChanged() {
    turn(pings::handleNetworkChanged);
  }

  /** Something else has died without a word. */
  void handleDoubt() {
    turn(pings::handleDoubt);
  }

  /** The session is over. */
  void handleDown() {
    pings.handleDown();
    armed = null;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void turn(LongConsumer input) {
    input.accept(steadyMs());
    for (SessionPings.Effect effect; (effect = pings.poll()) != null; ) {
      switch (effect) {
        case SessionPings.Effect.Ping(long n) -> session.accept(new Frame.Ping(n));
        case SessionPings.Effect.GiveUp() -> silent.run();
      }
    }
    SessionPings.Due due = pings.deadline();
    if (due != null && !due.equals(armed)) {
      if (timer != null) {
        timer.cancel(false);
      }
      timer = owner.schedule(this::timeout, due.atMs() - steadyMs(), TimeUnit.MILLISECONDS);
      armed = due;
    }
  }

  private void timeout() {
    armed = null; // a timer may come a little early: then it is armed for the same time again
    turn(pings::handleTimeout);
  }

  private static long steadyMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
