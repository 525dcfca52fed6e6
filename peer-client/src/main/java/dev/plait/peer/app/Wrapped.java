package dev.plait.peer.app;

import org.jline.utils.AttributedString;

/**
 * Breaks lines before the terminal does: what goes on is set in, so that no text can begin a line
 * that looks like somebody else's message. Pure.
 */
final class Wrapped {
  private static final String INDENT = "      ";

  /** Narrower ones, and those that do not know their width, break lines themselves. */
  private static final int LEAST_COLUMNS = 20;

  private Wrapped() {}

  /**
   * The same text in lines that fit.
   *
   * @param columns width of the terminal; 0 for unknown
   */
  static String at(int columns, String text) {
    if (columns < LEAST_COLUMNS) {
      return text;
    }
    StringBuilder wrapped = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (!wrapped.isEmpty()) {
        wrapped.append('\n');
      }
      AttributedString rest = new AttributedString(line);
      int room = columns - 1;
      while (rest.columnLength() > room) {
        AttributedString piece = rest.columnSubSequence(0, room);
        wrapped.append(piece).append('\n').append(INDENT);
        rest = rest.subSequence(piece.length(), rest.length());
        room = columns - 1 - INDENT.length();
      }
      wrapped.append(rest);
    }
    return wrapped.toString();
  }
}
