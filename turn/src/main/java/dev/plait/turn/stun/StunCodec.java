package dev.plait.turn.stun;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as bytes and back (RFC 8489 §5, §14). */
public final class StunCodec {
  /** Bytes before the attributes. */
  public static final int HEADER_BYTES = 20;

  static final int COOKIE = 0x2112A442;
  private static final int ATTRIBUTES_BYTES_MAX = 0xFFFC;

  private StunCodec() {}

  /** Writes a message that nothing secures. */
  public static byte[] encode(StunMessage message) {
    return encode(message, null, false);
  }

  /**
   * Writes a message.
   *
   * @param key seals it with a MESSAGE-INTEGRITY; null for none
   * @param fingerprint whether it ends with a FINGERPRINT
   * @throws IllegalArgumentException when its attributes take more than 65,532 bytes
   */
  public static byte[] encode(StunMessage message, byte @Nullable [] key, boolean fingerprint) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header(message));
    for (StunAttribute attribute : message.attributes()) {
      put(all, AttributeCodec.code(attribute), AttributeCodec.encode(attribute, message.id()));
    }
    if (key != null) {
      put(all, StunIntegrity.TYPE, StunIntegrity.of(key, all.toByteArray(), all.size()));
    }
    if (fingerprint) {
      int value = StunIntegrity.fingerprintOf(all.toByteArray(), all.size());
      put(all, StunIntegrity.FINGERPRINT_TYPE, ByteBuffer.allocate(4).putInt(value).array());
    }
    byte[] bytes = all.toByteArray();
    if (bytes.length - HEADER_BYTES > ATTRIBUTES_BYTES_MAX) {
      throw new IllegalArgumentException("a message of " + bytes.length + " bytes");
    }
    ByteBuffer.wrap(bytes).putShort(2, (short) (bytes.length - HEADER_BYTES));
    return bytes;
  }

  private static byte[] header(StunMessage message) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    int method = message.method().code();
    int bits = message.messageClass().bits();
    // RFC 8489 §5: the two class bits sit between the bits of the method.
    int type =
        ((method & 0xF80) << 2)
            | ((method & 0x70) << 1)
            | (method & 0xF)
            | ((bits & 2) << 7)
            | ((bits & 1) << 4);
    header.putShort((short) type).putShort((short) 0).putInt(COOKIE);
    message.id().write(header);
    return header.array();
  }

  private static void put(ByteArrayOutputStream all, int code, byte[] value) {
    if (value.length > ATTRIBUTES_BYTES_MAX) {
      throw new IllegalArgumentException("an attribute of " + value.length + " bytes");
    }
    all.writeBytes(
        ByteBuffer.allocate(4).putShort((short) code).putShort((short) value.length).array());
    all.writeBytes(value);
    all.writeBytes(new byte[padded(value.length) - value.length]);
  }

  /** The next multiple of four. */
  static int padded(int bytes) {
    return (bytes + 3) & ~3;
  }

  /**
   * Reads a message. A FINGERPRINT must be right where there is one; whether the message is sealed
   * is asked of {@link StunIntegrity#isSealedWith}. What comes after a MESSAGE-INTEGRITY is left
   * out (RFC 8489 §14.5).
   *
   * @param bytes exactly one message
   * @throws StunFormatException when they are none, or a method or attribute is malformed
   */
  public static StunMessage decode(byte[] bytes) throws StunFormatException {
    check(bytes.length >= HEADER_BYTES, "shorter than a header");
    ByteBuffer all = ByteBuffer.wrap(bytes);
    int type = Short.toUnsignedInt(all.getShort());
    int length = Short.toUnsignedInt(all.getShort());
    check(type >> 14 == 0, "the first two bits are not zero");
    check(all.getInt() == COOKIE, "no magic cookie");
    check(length % 4 == 0 && HEADER_BYTES + length == bytes.length, "a wrong length");
    StunMethod method = StunMethod.of(((type & 0x3E00) >> 2) | ((type & 0xE0) >> 1) | (type & 0xF));
    if (method == null) {
      throw new StunFormatException("an unknown method");
    }
    StunClass messageClass = StunClass.of(((type & 0x100) >> 7) | ((type & 0x10) >> 4));
    TransactionId id = TransactionId.read(all);
    return new StunMessage(messageClass, method, id, attributes(bytes, all, id));
  }

  private static List<StunAttribute> attributes(byte[] bytes, ByteBuffer all, TransactionId id)
      throws StunFormatException {
    List<StunAttribute> attributes = new ArrayList<>();
    boolean sealed = false;
    while (all.hasRemaining()) {
      int at = all.position();
      int code = Short.toUnsignedInt(all.getShort());
      int length = Short.toUnsignedInt(all.getShort());
      check(padded(length) <= all.remaining(), "an attribute that is cut off");
      byte[] value = new byte[length];
      all.get(value).position(at + 4 + padded(length));
      switch (code) {
        case StunIntegrity.TYPE -> {
          check(length == StunIntegrity.BYTES, "a MESSAGE-INTEGRITY of a wrong length");
          sealed = true;
        }
        case StunIntegrity.FINGERPRINT_TYPE -> {
          check(length == 4 && !all.hasRemaining(), "a FINGERPRINT that is not the end");
          check(
              ByteBuffer.wrap(value).getInt() == StunIntegrity.fingerprintOf(bytes, at),
              "a wrong FINGERPRINT");
        }
        default -> {
          if (!sealed) {
            attributes.add(AttributeCodec.decode(code, value, id));
          }
        }
      }
    }
    return attributes;
  }

  static void check(boolean holds, String otherwise) throws StunFormatException {
    if (!holds) {
      throw new StunFormatException(otherwise);
    }
  }
}
