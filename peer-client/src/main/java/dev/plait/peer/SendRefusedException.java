package dev.plait.peer;

import dev.plait.peer.core.SendResult;

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
    /** This account has not accepted the request; accept it first. */
    NOT_ACCEPTED,
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

  static SendRefusedException of(SendResult.Refusal refusal) {
    return switch (refusal) {
      case QUEUE_FULL ->
          new SendRefusedException(Reason.QUEUE_FULL, "the outbox is full; wait for deliveries");
      case TOO_LARGE -> new SendRefusedException(Reason.TOO_LARGE, "the message is too large");
      case NOT_A_MEMBER ->
          new SendRefusedException(Reason.NOT_A_MEMBER, "not a member of that conversation");
      case NOT_ACCEPTED ->
          new SendRefusedException(
              Reason.NOT_ACCEPTED, "the request is not accepted; accept it first");
    };
  }

  /** The reason, for programs. */
  public Reason reason() {
    return reason;
  }
}
