package dev.plait.turn.stun;

/** One attribute of a message (RFC 8489 §14). Immutable. */
public sealed interface StunAttribute {
  /** An address and a port; whether it is masked on the wire is up to the type. */
  record Address(AttributeType type, TransportAddress value) implements StunAttribute {
    public Address {
      require(type.shape().isAddress(), type);
    }
  }

  /** UTF-8. */
  record Text(AttributeType type, String value) implements StunAttribute {
    public Text {
      require(type.shape() == AttributeType.Shape.TEXT, type);
    }
  }

  /**
   * A number without sign.
   *
   * @param value of 8, 16 or 32 bits, as the type says
   */
  record Count(AttributeType type, long value) implements StunAttribute {
    public Count {
      require(type.shape().isNumber(), type);
      require(value >= 0 && value < 1L << (32 - type.shape().reservedBits()), type);
    }
  }

  /**
   * Why a request was refused.
   *
   * @param code 300 to 699
   * @param reason for people; may be empty
   */
  record Refusal(int code, String reason) implements StunAttribute {
    public Refusal {
      require(code >= 300 && code <= 699, AttributeType.ERROR_CODE);
    }
  }

  /** What is to be relayed, or was. */
  record Data(Payload value) implements StunAttribute {}

  /**
   * An attribute that {@link AttributeType} does not have.
   *
   * @param code 16 bits
   */
  record Unknown(int code, Payload value) implements StunAttribute {}

  private static void require(boolean fits, AttributeType type) {
    if (!fits) {
      throw new IllegalArgumentException("no value for " + type);
    }
  }
}
