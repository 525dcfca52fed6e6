package dev.plait.turn.stun;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The values of attributes as bytes and back. */
final class AttributeCodec {
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;

  private AttributeCodec() {}

  static int code(StunAttribute attribute) {
    return switch (attribute) {
      case StunAttribute.Address address -> address.type().code();
      case StunAttribute.Text text -> text.type().code();
      case StunAttribute.Count number -> number.type().code();
      case StunAttribute.Refusal _ -> AttributeType.ERROR_CODE.code();
      case StunAttribute.Data _ -> AttributeType.DATA.code();
      case StunAttribute.Unknown unknown -> unknown.code();
    };
  }

  static byte[] encode(StunAttribute attribute, TransactionId id) {
    return switch (attribute) {
      case StunAttribute.Address(var type, var value) -> address(type, value, id);
      case StunAttribute.Text(var _, var value) -> value.getBytes(StandardCharsets.UTF_8);
      case StunAttribute.Count(var type, var value) ->
          ByteBuffer.allocate(4).putInt((int) (value << type.shape().reservedBits())).array();
      case StunAttribute.Refusal(var code, var reason) -> {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        yield ByteBuffer.allocate(4 + text.length)
            .putShort((short) 0)
            .put((byte) (code / 100))
            .put((byte) (code % 100))
            .put(text)
            .array();
      }
      case StunAttribute.Data(var value) -> value.toArray();
      case StunAttribute.Unknown(var _, var value) -> value.toArray();
    };
  }

  static StunAttribute decode(int code, byte[] value, TransactionId id) throws StunFormatException {
    AttributeType type = AttributeType.of(code);
    if (type == null) {
      return new StunAttribute.Unknown(code, Payload.of(value));
    }
    return switch (type.shape()) {
      case ADDRESS, XOR_ADDRESS -> new StunAttribute.Address(type, address(type, value, id));
      case TEXT -> new StunAttribute.Text(type, text(ByteBuffer.wrap(value)));
      case NUMBER, HIGH_8_BITS, HIGH_16_BITS -> {
        StunCodec.check(value.length == 4, "a number that is not of 4 bytes");
        long number = Integer.toUnsignedLong(ByteBuffer.wrap(value).getInt());
        yield new StunAttribute.Count(type, number >> type.shape().reservedBits());
      }
      case ERROR -> refusal(ByteBuffer.wrap(value));
      case BYTES -> new StunAttribute.Data(Payload.of(value));
    };
  }

  private static byte[] address(AttributeType type, TransportAddress value, TransactionId id) {
    byte[] address = value.address();
    byte[] mask = mask(type, id);
    ByteBuffer bytes = ByteBuffer.allocate(4 + address.length);
    bytes.putShort((short) (value.isIpv6() ? IPV6 : IPV4));
    bytes.put((byte) ((value.port() >> 8) ^ mask[0])).put((byte) (value.port() ^ mask[1]));
    return bytes.put(masked(address, mask)).array();
  }

  private static TransportAddress address(AttributeType type, byte[] value, TransactionId id)
      throws StunFormatException {
    StunCodec.check(value.length >= 4, "an address that is cut off");
    ByteBuffer bytes = ByteBuffer.wrap(value);
    bytes.get(); // reserved
    int family = bytes.get();
    byte[] mask = mask(type, id);
    int port = (bytes.get() ^ mask[0]) & 0xFF;
    port = (port << 8) | ((bytes.get() ^ mask[1]) & 0xFF);
    int length =
        switch (family) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          default -> throw new StunFormatException("an address of an unknown family");
        };
    StunCodec.check(bytes.remaining() == length, "an address of a wrong length");
    byte[] address = new byte[length];
    bytes.get(address);
    return TransportAddress.of(masked(address, mask), port);
  }

  /** Cookie and transaction id (RFC 8489 §14.2), or zeroes. */
  private static byte[] mask(AttributeType type, TransactionId id) {
    ByteBuffer mask = ByteBuffer.allocate(16);
    if (type.shape() == AttributeType.Shape.XOR_ADDRESS) {
      id.write(mask.putInt(StunCodec.COOKIE));
    }
    return mask.array();
  }

  private static byte[] masked(byte[] address, byte[] mask) {
    for (int at = 0; at < address.length; at++) {
      address[at] ^= mask[at];
    }
    return address;
  }

  private static StunAttribute.Refusal refusal(ByteBuffer value) throws StunFormatException {
    StunCodec.check(value.remaining() >= 4, "an error code that is cut off");
    value.getShort(); // reserved
    int hundreds = value.get() & 7;
    int rest = Byte.toUnsignedInt(value.get());
    StunCodec.check(hundreds >= 3 && hundreds <= 6 && rest <= 99, "no error code");
    return new StunAttribute.Refusal(hundreds * 100 + rest, text(value));
  }

  private static String text(ByteBuffer value) throws StunFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
    } catch (CharacterCodingException e) {
      throw new StunFormatException("a text that is not UTF-8");
    }
  }
}
