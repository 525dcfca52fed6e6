package dev.plait.turn.lab;

/** The laboratory cannot be set up. The message says what to do. */
public final class LabException extends Exception {
  private static final long serialVersionUID = 1L;

  LabException(String message) {
    super(message);
  }
}
