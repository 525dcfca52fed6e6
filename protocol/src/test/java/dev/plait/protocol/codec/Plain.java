package dev.plait.protocol.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The plain JSON values that vectors are made of. */
final class Plain {
  static final Path VECTORS = Path.of("vectors");

  private Plain() {}

  static Stream<Map<?, ?>> cases(String file) throws IOException {
    Map<String, Object> vectors = JsonTree.read(Files.readString(VECTORS.resolve(file + ".json")));
    return ((List<?>) value(vectors, "cases")).stream().map(each -> (Map<?, ?>) each);
  }

  static long number(Map<?, ?> from, String name) {
    return (Long) value(from, name);
  }

  static String text(Map<?, ?> from, String name) {
    return (String) value(from, name);
  }

  static Object value(Map<?, ?> from, String name) {
    Object value = from.get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + from);
    }
    return value;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Map<String, Object> due(long atMs, Enum<?> reason) {
    return Map.of("atMs", atMs, "reason", word(reason));
  }

  static Map<String, Object> effect(String effect, Object... namesAndValues) {
    Map<String, Object> json = new HashMap<>();
    json.put("effect", effect);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return json;
  }
}
