package dev.plait.server.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.plait.server.config.OpsConfig;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up: one line an event on standard error, as text or JSON. Called once, at start.
 * Nobody logs message content, tokens or passwords: records that hold them redact themselves.
 */
public final class Logging {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{20} - %msg%n%ex";

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
    // It announces its defaults at start; ours are explicit.
    context.getLogger("com.password4j").setLevel(Level.ERROR);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, OpsConfig.LogFormat format) {
    return switch (format) {
      case TEXT -> {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        yield encoder;
      }
      case JSON -> {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithContext(false);
        encoder.start();
        yield encoder;
      }
    };
  }
}
