package dev.plait.peer;

/** Thrown when a peer cannot connect or the server refused a request; the message says why. */
public final class PeerException extends Exception {
  /** Makes one. */
  public PeerException(String message) {
    super(message);
  }

  /** Makes one with what went wrong below. */
  public PeerException(String message, Throwable cause) {
    super(message, cause);
  }
}
