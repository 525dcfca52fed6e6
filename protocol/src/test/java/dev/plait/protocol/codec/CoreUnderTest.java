package dev.plait.protocol.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A core behind plain JSON values, as its vectors drive it. */
interface CoreUnderTest {
  void take(String input, Map<?, ?> step, long nowMs);

  /** The next thing that it wants done, null for nothing more. */
  @Nullable Map<String, Object> poll();

  /** What it waits for, null for nothing. */
  default @Nullable Map<String, Object> deadline() {
    return null;
  }

  /** What became of each rung: requested, not needed, succeeded, failed. */
  default Map<String, List<Long>> rungs() {
    return Map.of();
  }

  /** Everything that it wants done by now. */
  default List<Map<String, Object>> effects() {
    List<Map<String, Object>> effects = new ArrayList<>();
    for (var effect = poll(); effect != null; effect = poll()) {
      effects.add(effect);
    }
    return effects;
  }
}
