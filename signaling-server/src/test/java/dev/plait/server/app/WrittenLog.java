package dev.plait.server.app;

import dev.plait.server.config.NodeConfig;
import dev.plait.server.ops.Logging;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a node really writes to its standard error, as long as this is open. Open it after the node,
 * which sets logging up.
 */
final class WrittenLog implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private WrittenLog(String format, String level) {
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Logging.configure(
        NodeConfig.defaults(Map.of("plait.log.format", format, "plait.log.level", level)).ops());
  }

  /** Begins, in one of the formats of {@code plait.log.format}. */
  static WrittenLog as(String format) {
    return as(format, "info");
  }

  static WrittenLog as(String format, String level) {
    return new WrittenLog(format, level);
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return text().lines().toList();
  }

  /** The lines of the audit logger. */
  List<String> audit() {
    return lines().stream().filter(line -> line.contains("plait.audit")).toList();
  }

  @Override
  public void close() {
    System.setErr(before);
    Logging.bootstrap();
  }
}
