package dev.plait.peer.app;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Text of other people on its way to a terminal. */
final class SafeText {
  /** Code points. */
  private static final int QUOTED = 40;

  private static final String NEXT_LINE = "\n      ";

  private SafeText() {}

  /**
   * The text with everything that could steer a terminal or turn the direction of writing replaced
   * by U+FFFD. Further lines are set in, so that none can pass for somebody else's message.
   */
  static String of(String text) {
    return lines(text).replace("\n", NEXT_LINE);
  }

  /** The same with its lines as they are: for words of this program that others' may stand in. */
  static String lines(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\t') {
                safe.append(' ');
              } else {
                safe.appendCodePoint(steers(point) && point != '\n' ? '\uFFFD' : point);
              }
            });
    return safe.toString();
  }

  /** Says on the standard error what went wrong; a server may have written some of it. */
  static void complain(@Nullable String what) {
    System.err.println(lines(String.valueOf(what)));
  }

  /** The text on one line: for names, titles and prompts. */
  static String line(String text) {
    return of(text.replace('\n', ' '));
  }

  /** How the text begins, on one line and in quotes: where a message is named, not shown. */
  static String quote(String text) {
    String line = line(text);
    int end = line.offsetByCodePoints(0, Math.min(QUOTED, line.codePointCount(0, line.length())));
    return '"' + line.substring(0, end) + (end < line.length() ? "…" : "") + '"';
  }

  /** JSON that means the same, with everything escaped that could steer a terminal. */
  static String escaped(String json) {
    StringBuilder safe = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            point -> {
              if (steers(point)) {
                safe.append("\\u").append(HexFormat.of().toHexDigits((char) point));
              } else {
                safe.appendCodePoint(point);
              }
            });
    return safe.toString();
  }

  private static boolean steers(int point) {
    return Character.isISOControl(point)
        || Character.getType(point) == Character.SURROGATE
        || (point >= '\u202A' && point <= '\u202E')
        || (point >= '\u2066' && point <= '\u2069')
        || point == '\u2028'
        || point == '\u2029';
  }
}
