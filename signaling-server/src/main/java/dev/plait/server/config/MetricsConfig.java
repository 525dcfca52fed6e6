package dev.plait.server.config;

import dev.plait.turn.program.ThisMachine;

/**
 * Where the meters are shown.
 *
 * @param enabled whether they are
 * @param host address to bind, 127.0.0.1 unless set
 * @param port 0 to 65535; 0 takes a free one
 * @param token bearer token that has to be shown; empty for none
 */
public record MetricsConfig(boolean enabled, String host, int port, Secret token) {
  /** Next to those of the TURN servers. */
  private static final int DEFAULT_PORT = 9_640;

  /** Reads and checks it. */
  static MetricsConfig read(Settings settings) {
    MetricsConfig metrics =
        new MetricsConfig(
            settings.flag("plait.ops.metrics", false),
            settings.text("plait.ops.metrics-host", "127.0.0.1"),
            settings.integer("plait.ops.metrics-port", DEFAULT_PORT, 0, 65_535),
            settings.secret("plait.ops.metrics-token"));
    if (!ThisMachine.is(metrics.host()) && metrics.token().value().isEmpty()) {
      throw new ConfigException(
          "plait.ops.metrics-host",
          "'"
              + metrics.host()
              + "' is open to others. Set plait.ops.metrics-token as well, so that only who knows it"
              + " reads the meters");
    }
    return metrics;
  }
}
