package dev.plait.turn.stun;

import org.jspecify.annotations.Nullable;

/**
 * The attributes that are understood, and how each is written. MESSAGE-INTEGRITY and FINGERPRINT
 * are not among them: {@link StunCodec} adds and checks those.
 */
public enum AttributeType {
  MAPPED_ADDRESS(0x0001, Shape.ADDRESS),
  USERNAME(0x0006, Shape.TEXT),
  ERROR_CODE(0x0009, Shape.ERROR),
  CHANNEL_NUMBER(0x000C, Shape.HIGH_16_BITS),
  /** Seconds. */
  LIFETIME(0x000D, Shape.NUMBER),
  XOR_PEER_ADDRESS(0x0012, Shape.XOR_ADDRESS),
  REALM(0x0014, Shape.TEXT),
  NONCE(0x0015, Shape.TEXT),
  XOR_RELAYED_ADDRESS(0x0016, Shape.XOR_ADDRESS),
  /** 1 for IPv4, 2 for IPv6. */
  REQUESTED_ADDRESS_FAMILY(0x0017, Shape.HIGH_8_BITS),
  /** The protocol number, 17 for UDP. */
  REQUESTED_TRANSPORT(0x0019, Shape.HIGH_8_BITS),
  XOR_MAPPED_ADDRESS(0x0020, Shape.XOR_ADDRESS),
  /** Flags: 4 asks for an answer from the other address, 2 from the other port (RFC 5780 §7.2). */
  CHANGE_REQUEST(0x0003, Shape.NUMBER),
  DATA(0x0013, Shape.BYTES),
  SOFTWARE(0x8022, Shape.TEXT),
  ALTERNATE_SERVER(0x8023, Shape.ADDRESS),
  RESPONSE_ORIGIN(0x802B, Shape.ADDRESS),
  OTHER_ADDRESS(0x802C, Shape.ADDRESS);

  /** How a value is written. */
  enum Shape {
    ADDRESS,
    XOR_ADDRESS,
    TEXT,
    /** 32 bits. */
    NUMBER,
    /** 8 bits and 24 reserved ones. */
    HIGH_8_BITS,
    /** 16 bits and 16 reserved ones. */
    HIGH_16_BITS,
    ERROR,
    BYTES;

    /** How many low bits of the 32 are reserved. */
    int reservedBits() {
      return switch (this) {
        case HIGH_8_BITS -> 24;
        case HIGH_16_BITS -> 16;
        default -> 0;
      };
    }

    boolean isNumber() {
      return this == NUMBER || this == HIGH_8_BITS || this == HIGH_16_BITS;
    }

    boolean isAddress() {
      return this == ADDRESS || this == XOR_ADDRESS;
    }
  }

  private final int code;
  private final Shape shape;

  AttributeType(int code, Shape shape) {
    this.code = code;
    this.shape = shape;
  }

  /** Its number, 16 bits. */
  int code() {
    return code;
  }

  Shape shape() {
    return shape;
  }

  static @Nullable AttributeType of(int code) {
    for (AttributeType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
