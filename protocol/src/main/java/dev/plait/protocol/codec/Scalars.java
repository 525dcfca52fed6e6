package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Bytes;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The text forms of single values. Each has exactly one form, so equal values are equal text. */
final class Scalars {
  private static final String HIGHEST = Long.toUnsignedString(-1L);
  private static final int UUID_CHARS = 36;

  private Scalars() {}

  static @Nullable UUID uuid(String text) {
    if (text.length() != UUID_CHARS) {
      return null;
    }
    for (int i = 0; i < UUID_CHARS; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return null;
      }
    }
    return UUID.fromString(text);
  }

  static boolean isUnsigned(String text) {
    if (text.isEmpty() || text.length() > HIGHEST.length()) {
      return false;
    }
    if (text.charAt(0) == '0' && text.length() > 1) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() < HIGHEST.length() || text.compareTo(HIGHEST) <= 0;
  }

  static @Nullable Bytes base64(String text) {
    if (text.length() % 4 != 0) {
      return null;
    }
    try {
      return Bytes.fromBase64(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** {@code QUEUE_FULL} as {@code queue-full}. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that {@code text} names, or null. */
  static <E extends Enum<E>> @Nullable E constant(E[] values, String text) {
    for (E value : values) {
      if (word(value).equals(text)) {
        return value;
      }
    }
    return null;
  }
}
