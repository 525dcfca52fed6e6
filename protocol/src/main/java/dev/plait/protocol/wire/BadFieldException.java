package dev.plait.protocol.wire;

/**
 * A value that no frame may carry: whoever received it would end the session (FRM-9). Names the
 * field and the rule, never what stood in it.
 */
public final class BadFieldException extends IllegalArgumentException {
  private final CloseCode code;

  private BadFieldException(CloseCode code, String message) {
    super(message);
    this.code = code;
  }

  static BadFieldException malformed(String field, String rule) {
    return new BadFieldException(CloseCode.BAD_FRAME, field + ": " + rule);
  }

  /** What exceeds a limit. */
  public static BadFieldException tooLarge(String field, String rule) {
    return new BadFieldException(CloseCode.TOO_LARGE, field + ": " + rule);
  }

  /** How a receiver would close: {@link CloseCode#BAD_FRAME} or {@link CloseCode#TOO_LARGE}. */
  public CloseCode code() {
    return code;
  }

  /** Its message says all; {@link #getMessage} is never null here. */
  public String rule() {
    return String.valueOf(getMessage());
  }
}
