package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.word;

import dev.plait.protocol.path.PathEffect;
import dev.plait.protocol.path.PathLimits;
import dev.plait.protocol.path.PathSelector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link PathSelector} as its vectors drive it. */
final class SelectorUnderTest implements CoreUnderTest {
  private final PathSelector core;

  SelectorUnderTest(Map<?, ?> vector) {
    core =
        new PathSelector(
            new PathLimits(
                number(vector, "pingIntervalMs"),
                number(vector, "busyPingMs"),
                number(vector, "lateMs"),
                number(vector, "doubtMs"),
                number(vector, "pongDeadlineMs")),
            number(vector, "generation"));
  }

  @Override
  public void take(String input, Map<?, ?> step, long nowMs) {
    switch (input) {
      case "relay-up" -> core.handleRelayUp(nowMs);
      case "relay-down" -> core.handleRelayDown(nowMs);
      case "channel-open" -> core.handleChannelOpen(number(step, "channel"), nowMs);
      case "pong" -> core.handlePong(number(step, "channel"), number(step, "n"), nowMs);
      case "used" -> core.handleUsed();
      case "channel-closed" -> core.handleChannelClosed(number(step, "channel"), nowMs);
      case "doubt" -> core.handleDoubt(nowMs);
      case "timeout" -> core.handleTimeout(nowMs);
      default -> throw new AssertionError(step);
    }
  }

  @Override
  public @Nullable Map<String, Object> poll() {
    var effect = core.poll();
    return effect == null ? null : json(effect);
  }

  @Override
  public @Nullable Map<String, Object> deadline() {
    var due = core.deadline();
    return due == null ? null : Plain.due(due.atMs(), due.reason());
  }

  private static Map<String, Object> json(PathEffect effect) {
    return switch (effect) {
      case PathEffect.SendPing(long n) -> Plain.effect("ping", "n", n);
      case PathEffect.PathChanged(var path, long generation, var reason) ->
          Plain.effect(
              "path", "path", word(path), "generation", generation, "reason", word(reason));
      case PathEffect.BesideChanged(var beside) -> Plain.effect("beside", "beside", word(beside));
      case PathEffect.ServerDoubted() -> Plain.effect("server-doubted");
      case PathEffect.ChannelDead(long channel, var reason) ->
          Plain.effect("channel-dead", "channel", channel, "reason", word(reason));
    };
  }
}
