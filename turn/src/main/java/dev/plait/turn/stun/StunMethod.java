package dev.plait.turn.stun;

import org.jspecify.annotations.Nullable;

/** The methods of STUN (RFC 8489 §18.2) and of TURN over UDP allocations (RFC 8656 §17). */
public enum StunMethod {
  BINDING(0x001),
  ALLOCATE(0x003),
  REFRESH(0x004),
  SEND(0x006),
  DATA(0x007),
  CREATE_PERMISSION(0x008),
  CHANNEL_BIND(0x009);

  private final int code;

  StunMethod(int code) {
    this.code = code;
  }

  /** Its number, 12 bits. */
  int code() {
    return code;
  }

  static @Nullable StunMethod of(int code) {
    for (StunMethod method : values()) {
      if (method.code == code) {
        return method;
      }
    }
    return null;
  }
}
