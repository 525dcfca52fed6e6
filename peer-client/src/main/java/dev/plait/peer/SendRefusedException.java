package dev.plait.peer;

/** Thrown when a message was not taken into the outbox; nothing of it was kept. */
public final class SendRefusedException extends RuntimeException {
  /** Why it was not taken. */
  public enum Reason {
    /** The outbox holds as much as it may; wait for deliveries. */
    QUEUE_FULL,
    /** Over the limit of one message. */
    TOO_LARGE,
    /** This account is not in the conversation. */
    NOT_A_MEMBER,
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
