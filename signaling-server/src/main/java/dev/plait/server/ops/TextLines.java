package dev.plait.server.ops;

import ch.qos.logback.classic.pattern.Abbreviator;
import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** One event as one readable line; a stack trace follows indented. Stateless. */
final class TextLines extends LayoutBase<ILoggingEvent> {
  private static final Abbreviator LOGGERS = new TargetLengthBasedClassNameAbbreviator(20);

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    line.append(Logging.time(event))
        .append(String.format(" %-5s ", event.getLevel()))
        .append(LOGGERS.abbreviate(event.getLoggerName()))
        .append(" - ")
        .append(Escaped.text(event.getFormattedMessage()));
    for (KeyValuePair pair : Logging.pairs(event)) {
      line.append(' ')
          .append(pair.key)
          .append('=')
          .append(Escaped.text(Objects.toString(pair.value)));
    }
    line.append('\n');
    @Nullable IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null ? line.toString() : line.append(Trace.of(thrown)).append('\n').toString();
  }
}
