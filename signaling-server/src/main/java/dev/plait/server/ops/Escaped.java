package dev.plait.server.ops;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Makes text fit for one line of a log, whoever wrote it: nothing that a terminal obeys, that ends
 * a line or changes the order of what is read, and no more than a limit. Stateless.
 */
final class Escaped {
  /** Room for a sentence with an id, a path and a reason; nothing of use is longer. */
  static final int MOST_CHARS = 1_000;

  /** Lines of one stack trace; those of a deep one repeat themselves. */
  private static final int MOST_LINES = 200;

  private Escaped() {}

  /** The text with escapes such as {@code \u001b}, cut where it is over the limit. */
  static String text(String text) {
    if (text.length() > MOST_CHARS) {
      return escaped(text.substring(0, MOST_CHARS)) + "… (" + text.length() + " characters)";
    }
    return escaped(text);
  }

  /** A stack trace: each of its lines indented, so that none looks like an event. */
  static String trace(IThrowableProxy thrown) {
    return ThrowableProxyUtil.asString(thrown)
        .lines()
        .limit(MOST_LINES)
        .map(line -> "\t" + text(line.strip()))
        .collect(Collectors.joining("\n"));
  }

  private static String escaped(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (harmless(point)) {
                shown.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              }
            });
    return shown.toString();
  }

  private static boolean harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
