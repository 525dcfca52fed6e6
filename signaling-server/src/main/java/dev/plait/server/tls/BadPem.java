package dev.plait.server.tls;

/** Certificate and key cannot be used; the message says why, and what to do. */
public final class BadPem extends Exception {
  private static final long serialVersionUID = 1L;

  BadPem(String message) {
    super(message);
  }
}
