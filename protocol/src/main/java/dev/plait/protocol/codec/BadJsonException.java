package dev.plait.protocol.codec;

import dev.plait.protocol.wire.CloseCode;
import java.io.IOException;

/** Ends the reading of one text; never leaves this package. Carries no stack trace. */
final class BadJsonException extends IOException {
  private final CloseCode code;

  BadJsonException(CloseCode code, String message) {
    super(message);
    this.code = code;
  }

  static BadJsonException malformed(String message) {
    return new BadJsonException(CloseCode.BAD_FRAME, message);
  }

  static BadJsonException tooLarge(String message) {
    return new BadJsonException(CloseCode.TOO_LARGE, message);
  }

  CloseCode code() {
    return code;
  }

  /** Its message says all; {@link #getMessage} is never null here. */
  String rule() {
    return String.valueOf(getMessage());
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
