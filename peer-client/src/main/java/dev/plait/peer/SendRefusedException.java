package dev.plait.peer;

/** Thrown when a message was not taken into the outbox, or when nobody will get it. */
public final class SendRefusedException extends RuntimeException {
  /** Why; nothing of the message was kept except with {@link #NOBODY}. */
  public enum Reason {
    /** The outbox holds as much as it may; wait for deliveries. */
    QUEUE_FULL,
    /** Over the limit of one message. */
    TOO_LARGE,
    /** This account is not in the conversation. */
    NOT_A_MEMBER,
    /** It is in the own transcript only: there is no other device, or each was refused it. */
    NOBODY,
    /** The peer is closed. */
    CLOSED
  }

  @SuppressWarnings("serial")
  private final Reason reason;

  /** Makes one. */
  public SendRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The reason, for programs. */
  public Reason reason() {
    return reason;
  }
}
