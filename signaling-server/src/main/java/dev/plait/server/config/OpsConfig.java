package dev.plait.server.config;

/**
 * What the operator sees, and how the node ends.
 *
 * @param logFormat text or json
 * @param logLevel error, warn, info, debug or trace
 * @param metrics where the meters are shown
 * @param drainMs how long a stopping node waits for what is under way
 * @param signUpOpen whether anybody may make an account
 */
public record OpsConfig(
    LogFormat logFormat, String logLevel, MetricsConfig metrics, long drainMs, boolean signUpOpen) {
  /** How log lines look. */
  public enum LogFormat {
    /** One readable line each. */
    TEXT,
    /** One JSON object each. */
    JSON
  }
}
