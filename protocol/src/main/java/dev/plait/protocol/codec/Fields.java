package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object and how to take checked values out of it. Unknown fields are never looked at. A
 * failing check names the field and the rule, never the value.
 */
final class Fields {
  private final String where;
  private final Map<?, ?> values;

  Fields(String where, Map<?, ?> values) {
    this.where = where;
    this.values = values;
  }

  /** Reads one element of an array of objects. */
  interface Element<T> {
    T read(Fields fields) throws BadJsonException;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  BadJsonException bad(String name, String rule) {
    return BadJsonException.malformed(where + "." + name + ": " + rule);
  }

  private BadJsonException large(String name, String rule) {
    return BadJsonException.tooLarge(where + "." + name + ": " + rule);
  }

  /** A required integer within bounds, both inclusive. */
  long integer(String name, long min, long max) throws BadJsonException {
    if (values.get(name) instanceof Long value && value >= min && value <= max) {
      return value;
    }
    throw bad(name, "must be an integer from " + min + " to " + max);
  }

  /** An optional integer within bounds. */
  long integer(String name, long min, long max, long absent) throws BadJsonException {
    return has(name) ? integer(name, min, max) : absent;
  }

  long seq(String name) throws BadJsonException {
    return integer(name, 1, Limits.SEQ_END - 1);
  }

  /** A required count, time or version: 0 to 2^53 − 1. */
  long natural(String name) throws BadJsonException {
    return integer(name, 0, Limits.SEQ_END - 1);
  }

  /** An optional count, time or version; 0 when left out. */
  long naturalOrZero(String name) throws BadJsonException {
    return integer(name, 0, Limits.SEQ_END - 1, 0);
  }

  boolean flag(String name) throws BadJsonException {
    return switch (values.get(name)) {
      case Boolean value -> value;
      case null -> false;
      default -> throw bad(name, "must be true or false");
    };
  }

  /** A required string of 1 to {@code maxChars} UTF-16 units. */
  String string(String name, int maxChars) throws BadJsonException {
    String value = stringOrEmpty(name, maxChars);
    if (value.isEmpty()) {
      throw bad(name, "must be a string that is not empty");
    }
    return value;
  }

  /** An optional string; empty when left out. */
  String stringOrEmpty(String name, int maxChars) throws BadJsonException {
    return switch (values.get(name)) {
      case null -> "";
      case String value when value.length() <= maxChars && Bytes.hasUtf8(value) -> value;
      case String value when value.length() <= maxChars ->
          throw bad(name, "holds half a character (a lone surrogate)");
      case String _ -> throw large(name, "more than " + maxChars + " characters");
      default -> throw bad(name, "must be a string");
    };
  }

  UUID uuid(String name) throws BadJsonException {
    UUID value = uuidOrNull(name);
    if (value == null) {
      throw bad(name, "is missing");
    }
    return value;
  }

  @Nullable UUID uuidOrNull(String name) throws BadJsonException {
    Object value = values.get(name);
    return value == null ? null : toUuid(name, value);
  }

  private UUID toUuid(String name, Object value) throws BadJsonException {
    if (value instanceof String text) {
      UUID uuid = Scalars.uuid(text);
      if (uuid != null) {
        return uuid;
      }
    }
    throw bad(name, "must be a UUID in lower case");
  }

  /** A required unsigned 64-bit number, as decimal text without leading zeros. */
  long unsigned(String name) throws BadJsonException {
    return toUnsigned(name, values.get(name));
  }

  private long toUnsigned(String name, @Nullable Object value) throws BadJsonException {
    if (value instanceof String text && Scalars.isUnsigned(text)) {
      return Long.parseUnsignedLong(text);
    }
    throw bad(name, "must be an unsigned 64-bit number as a decimal string");
  }

  /** The same, optional; 0 when left out. */
  long unsignedOrZero(String name) throws BadJsonException {
    return has(name) ? unsigned(name) : 0;
  }

  Bytes bytes(String name, int maxBytes) throws BadJsonException {
    Bytes value = bytesOrNull(name, maxBytes);
    if (value == null) {
      throw bad(name, "is missing");
    }
    return value;
  }

  @Nullable Bytes bytesOrNull(String name, int maxBytes) throws BadJsonException {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw bad(name, "must be a base64 string");
    }
    Bytes bytes = Scalars.base64(text);
    if (bytes == null) {
      throw bad(name, "must be base64 with padding");
    }
    if (bytes.size() > maxBytes) {
      throw large(name, "more than " + maxBytes + " bytes");
    }
    return bytes;
  }

  /** A list of objects; an absent one is empty, which {@code min} may forbid. */
  <T> List<T> list(String name, int min, int max, Element<T> element) throws BadJsonException {
    List<?> array = array(name, max);
    if (array.size() < min) {
      throw bad(name, "must have at least " + min + " element");
    }
    List<T> list = new ArrayList<>(array.size());
    String inside = where + "." + name;
    for (Object value : array) {
      if (!(value instanceof Map<?, ?> map)) {
        throw bad(name, "must be an array of objects");
      }
      list.add(element.read(new Fields(inside, map)));
    }
    return list;
  }

  /** A list of UUIDs. */
  List<UUID> uuids(String name, int max) throws BadJsonException {
    List<UUID> list = new ArrayList<>();
    for (Object value : array(name, max)) {
      list.add(toUuid(name, value));
    }
    return list;
  }

  /** A list of unsigned 64-bit numbers. */
  List<Long> unsigneds(String name, int max) throws BadJsonException {
    List<Long> list = new ArrayList<>();
    for (Object value : array(name, max)) {
      list.add(toUnsigned(name, value));
    }
    return list;
  }

  /** A list of anything; an absent one is empty. */
  List<?> array(String name, int max) throws BadJsonException {
    return switch (values.get(name)) {
      case null -> List.of();
      case List<?> list when list.size() <= max -> list;
      case List<?> _ -> throw large(name, "more than " + max + " elements");
      default -> throw bad(name, "must be an array");
    };
  }
}
