package dev.plait.server.ops;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** One event as one JSON object on one line, with the same texts as {@link TextLines}. */
final class JsonLines extends JsonEncoder {
  JsonLines() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithMDC(false);
    setWithMessage(false);
    setWithArguments(false);
    // These come escaped and within a limit, below.
    setWithFormattedMessage(false);
    setWithKVPList(false);
    setWithThrowable(false);
  }

  @Override
  protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
    add(line, "time", Logging.time(event));
    add(line, FORMATTED_MESSAGE_ATTR_NAME, Escaped.text(event.getFormattedMessage()));
    for (KeyValuePair pair : Logging.pairs(event)) {
      add(line, pair.key, Escaped.text(Objects.toString(pair.value)));
    }
    @Nullable IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      add(line, THROWABLE_ATTR_NAME, Trace.of(thrown));
    }
  }

  private void add(StringBuilder line, String name, String text) {
    line.append(VALUE_SEPARATOR);
    appenderMember(line, name, JsonEscapeUtil.jsonEscapeString(text));
  }
}
