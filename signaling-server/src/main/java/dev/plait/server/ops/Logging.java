package dev.plait.server.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.plait.server.config.OpsConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Sets logging up: one line an event on standard error, as text or JSON. Called once, at start.
 * Nobody logs message content, tokens or passwords: records that hold them redact themselves.
 */
public final class Logging {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  /** These warn of requests with the requests' own bytes, before anything limits their number. */
  private static final List<String> QUOTES_CALLERS =
      List.of("org.eclipse.jetty.util.HostPort", "org.eclipse.jetty.http.HttpParser");

  private Logging() {}

  /** Until the settings are known: warnings only, as text. */
  public static void bootstrap() {
    configure(OpsConfig.LogFormat.TEXT, Level.WARN);
  }

  /** Replaces whatever logging there is by what {@code config} says. */
  public static void configure(OpsConfig config) {
    configure(config.logFormat(), Level.toLevel(config.logLevel()));
  }

  private static void configure(OpsConfig.LogFormat format, Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, format));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("dev.plait").setLevel(level);
    context.getLogger(AuditLog.LOGGER).setLevel(Level.INFO);
    // It announces its defaults at start; ours are explicit.
    context.getLogger("com.password4j").setLevel(Level.ERROR);
    QUOTES_CALLERS.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, OpsConfig.LogFormat format) {
    return switch (format) {
      case TEXT -> {
        TextLines lines = new TextLines();
        lines.setContext(context);
        lines.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(lines);
        encoder.start();
        yield encoder;
      }
      case JSON -> {
        JsonLines encoder = new JsonLines();
        encoder.setContext(context);
        encoder.start();
        yield encoder;
      }
    };
  }

  /** When it happened, in UTC, with the zone. */
  static String time(ILoggingEvent event) {
    return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
  }

  /** What the event says beside its message. */
  static List<KeyValuePair> pairs(ILoggingEvent event) {
    return Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
  }
}
