package dev.plait.protocol.wire;

import org.jspecify.annotations.Nullable;

/**
 * Why the server closes a WebSocket (RFC 6455 §7.4.2, private range). 41xx: come back after the
 * stated time. 42xx: get a fresh token first. 44xx: do not come back by yourself.
 */
public enum CloseCode {
  /** The node is draining; move to another. */
  DRAINING(4100),
  /** Nothing came for longer than two and a half ping intervals. */
  IDLE(4101),
  /** The reader is too slow; what was not acked waits in the store. */
  SLOW_READER(4102),
  /** The server failed; it is logged there. */
  INTERNAL(4104),
  /** No or late hello, or the access token has expired. */
  TOKEN_EXPIRED(4200),
  /** The token was not accepted. */
  BAD_TOKEN(4201),
  /** A newer session of the same device took over. */
  TAKEN_OVER(4400),
  /** The device was revoked or signed out. */
  REVOKED(4401),
  /** A malformed, unknown or forbidden frame. */
  BAD_FRAME(4402),
  /** The protocol version is not spoken here. */
  BAD_VERSION(4403),
  /** A frame larger than the limit. */
  TOO_LARGE(4404);

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  /** The one with that number, null when there is none. */
  public static @Nullable CloseCode of(long number) {
    for (CloseCode known : values()) {
      if (known.code == number) {
        return known;
      }
    }
    return null;
  }

  /** The WebSocket close code. */
  public int code() {
    return code;
  }

  /** Whether a client may reconnect by itself, with a fresh token for 42xx. */
  public boolean reconnect() {
    return code < 4400;
  }
}
