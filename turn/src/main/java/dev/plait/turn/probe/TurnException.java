package dev.plait.turn.probe;

import dev.plait.turn.stun.StunAttribute.Refusal;
import org.jspecify.annotations.Nullable;

/** A server did not do what it was asked. The message names the server, the fault and a remedy. */
public final class TurnException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final int code;

  private TurnException(
      TurnUrl url, Fault fault, int code, String detail, @Nullable Throwable cause) {
    super(
        url
            + ": "
            + fault.meaning()
            + (detail.isEmpty() ? "" : " (" + detail + ")")
            + "; "
            + fault.advice(),
        cause);
    this.fault = fault;
    this.code = code;
  }

  static TurnException of(TurnUrl url, Fault fault, String detail) {
    return new TurnException(url, fault, 0, Printable.of(detail), null);
  }

  static TurnException of(TurnUrl url, Fault fault, Throwable cause) {
    String said = cause.getMessage();
    return new TurnException(url, fault, 0, said == null ? "" : Printable.of(said), cause);
  }

  static TurnException of(TurnUrl url, Fault fault, Refusal refusal) {
    String detail = (refusal.code() + " " + Printable.of(refusal.reason())).strip();
    return new TurnException(url, fault, refusal.code(), detail, null);
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }

  /** The STUN error code that the server answered with, 300 to 699; 0 when it was none. */
  public int code() {
    return code;
  }
}
