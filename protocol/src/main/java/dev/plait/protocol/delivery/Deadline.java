package dev.plait.protocol.delivery;

/**
 * When a state machine wants its {@code handleTimeout}, and why.
 *
 * @param atMs due when {@code now >= atMs}
 * @param reason for the log
 */
public record Deadline(long atMs, Reason reason) {
  /** Why a state machine asks to be woken. */
  public enum Reason {
    /** No ack came for what was sent. */
    RESEND,
    /** A refusal said when to try again. */
    RETRY,
    /** The next ping is due. */
    PING_DUE,
    /** The pong is late. */
    PONG_LATE,
    /** It is overdue. */
    PONG_DUE
  }

  /** The earlier of two deadlines. */
  public static Deadline earlier(Deadline a, Deadline b) {
    return b.atMs < a.atMs ? b : a;
  }
}
