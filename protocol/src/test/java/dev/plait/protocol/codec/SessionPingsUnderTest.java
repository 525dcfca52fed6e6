package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.number;

import dev.plait.protocol.signaling.SessionPings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link SessionPings} as its vectors drive it. */
final class SessionPingsUnderTest implements CoreUnderTest {
  private final SessionPings core = new SessionPings();

  @Override
  public void take(String input, Map<?, ?> step, long nowMs) {
    switch (input) {
      case "up" -> core.handleUp(number(step, "intervalMs"), number(step, "tripMs"), nowMs);
      case "down" -> core.handleDown();
      case "heard" -> core.handleHeard();
      case "pong" -> core.handlePong(number(step, "n"), nowMs);
      case "doubt" -> core.handleDoubt(nowMs);
      case "network-changed" -> core.handleNetworkChanged(nowMs);
      case "timeout" -> core.handleTimeout(nowMs);
      default -> throw new AssertionError(step);
    }
  }

  @Override
  public @Nullable Map<String, Object> poll() {
    SessionPings.Effect effect = core.poll();
    if (effect == null) {
      return null;
    }
    return switch (effect) {
      case SessionPings.Effect.Ping(long n) -> Plain.effect("ping", "n", n);
      case SessionPings.Effect.GiveUp() -> Plain.effect("give-up");
    };
  }

  @Override
  public @Nullable Map<String, Object> deadline() {
    var due = core.deadline();
    return due == null ? null : Plain.due(due.atMs(), due.reason());
  }
}
