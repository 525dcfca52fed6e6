package dev.plait.protocol.wire;

/** Why a request was refused; on the wire in lower case with hyphens. */
public enum RefusalCode {
  /**
   * The target's queue is full, or this account's half of it, or what it may have in all queues.
   * Keep the entries and retry later.
   */
  QUEUE_FULL(true),
  /** The entry waited longer than 30 days; it will not be delivered. */
  EXPIRED(false),
  /** Over a size limit. */
  TOO_LARGE(false),
  /** The sender or a target is not in the conversation. */
  NOT_A_MEMBER(false),
  /** The roster has changed; it follows at once. Address anew and post again. */
  ROSTER_CHANGED(true),
  /** The same stream and seq came before with other bytes. */
  CONFLICT(false),
  /** The server cannot commit now (disk full, database away). Keep the entries and retry. */
  UNAVAILABLE(true),
  /** More unanswered entries than the window allows. */
  WINDOW_EXCEEDED(true),
  /** The target device is not online or not reachable for signaling. */
  NOT_REACHABLE(true),
  /** Not allowed: not accepted yet, or blocked. */
  FORBIDDEN(false),
  /** The new token was not taken; the session lives until the old one expires. */
  BAD_TOKEN(false);

  private final boolean retryable;

  RefusalCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same entries may be posted again later. */
  public boolean retryable() {
    return retryable;
  }
}
