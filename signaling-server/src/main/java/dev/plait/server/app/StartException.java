package dev.plait.server.app;

/** The node cannot start; the message tells the operator what to do. */
public final class StartException extends RuntimeException {
  /** Says what is wrong and what helps. */
  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
