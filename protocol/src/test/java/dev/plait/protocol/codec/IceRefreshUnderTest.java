package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.value;
import static dev.plait.protocol.codec.Plain.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.IceRefresh;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link IceRefresh} as its vectors drive it. */
final class IceRefreshUnderTest implements CoreUnderTest {
  private final IceRefresh core = new IceRefresh();

  @Override
  public void take(String input, Map<?, ?> step, long nowMs) {
    switch (input) {
      case "wanted" -> core.handleWanted((Boolean) value(step, "wanted"), nowMs);
      case "connecting" -> {
        boolean waits = core.handleConnecting(nowMs);
        assertThat(waits).as(step.toString()).isEqualTo(value(step, "waits"));
      }
      case "demand" -> core.handleDemand(nowMs);
      case "answered" ->
          core.handleAnswered(number(step, "lifeMs"), (int) number(step, "random"), nowMs);
      case "failed" -> core.handleFailed((int) number(step, "random"), nowMs);
      case "timeout" -> core.handleTimeout(nowMs);
      default -> throw new AssertionError(step);
    }
  }

  @Override
  public @Nullable Map<String, Object> poll() {
    var effect = core.poll();
    return effect == null ? null : Plain.effect(word(effect));
  }

  @Override
  public @Nullable Map<String, Object> deadline() {
    var due = core.deadline();
    return due == null ? null : Plain.due(due.atMs(), due.reason());
  }
}
