package dev.plait.server.config;

/**
 * A value that must not reach a log: shown as stars.
 *
 * @param value the secret itself
 */
public record Secret(String value) {
  /** Never shows the value. */
  @Override
  public String toString() {
    return "***";
  }
}
