package dev.plait.protocol.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A core behind plain JSON values, as its vectors drive it. */
interface CoreUnderTest {
  void take(String input, Map<?, ?> step, long nowMs);

  /** Everything that it wants done by now. */
  List<Map<String, Object>> effects();

  @Nullable Map<String, Object> deadline();
}
