package dev.plait.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** An immutable run of bytes that nobody below the application interprets (DLV-1). */
public final class Bytes {
  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies {@code value}; later changes to the array do not show. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /**
   * The UTF-8 bytes of {@code text}.
   *
   * @throws IllegalArgumentException when it has none
   */
  public static Bytes utf8(String text) {
    if (!hasUtf8(text)) {
      throw new IllegalArgumentException("the text holds half a character (a lone surrogate)");
    }
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether {@code text} has UTF-8 bytes: half a character (a lone surrogate) has none. */
  public static boolean hasUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return false;
        }
        i++; // The other half.
      }
    }
    return true;
  }

  /**
   * Decodes standard base64 with padding (RFC 4648 §4).
   *
   * @throws IllegalArgumentException when {@code text} is not base64
   */
  public static Bytes fromBase64(String text) {
    return new Bytes(Base64.getDecoder().decode(text));
  }

  /** Standard base64 with padding (RFC 4648 §4). */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(value);
  }

  /** The number of bytes. */
  public int size() {
    return value.length;
  }

  /** A fresh copy, owned by the caller. */
  public byte[] toArray() {
    return value.clone();
  }

  /** The bytes read as UTF-8; malformed input becomes U+FFFD. */
  public String toUtf8() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Tells the size only: content must never reach a log. */
  @Override
  public String toString() {
    return "Bytes[" + value.length + "]";
  }
}
