package dev.plait.turn.stun;

/** Bytes that are no message. The message of the exception says why, and repeats none of them. */
public final class StunFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  StunFormatException(String why) {
    super(why);
  }
}
