package dev.plait.server.ops;

import java.util.HexFormat;

/**
 * Makes text fit for one line of a log, whoever wrote it: nothing that a terminal obeys, that ends
 * a line, cannot be seen or changes the order of what is read, and no more than a limit. Stateless.
 */
final class Escaped {
  /** Room for a sentence with an id, a path and a reason; nothing of use is longer. */
  static final int MOST_CHARS = 1_000;

  private Escaped() {}

  /**
   * The text with escapes such as {@code \u001b}, cut where these make it longer than the limit.
   */
  static String text(String text) {
    if (text.length() <= MOST_CHARS && text.chars().allMatch(Escaped::isPlain)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(Math.min(text.length(), MOST_CHARS));
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      String one = shown(point);
      if (shown.length() + one.length() > MOST_CHARS) {
        return shown + "… (" + text.length() + " characters)";
      }
      shown.append(one);
      at += Character.charCount(point);
    }
    return shown.toString();
  }

  private static boolean isPlain(int unit) {
    return unit >= ' ' && unit <= '~';
  }

  private static String shown(int point) {
    if (isPlain(point) || (isVisible(point) && !isOtherWay(point))) {
      return Character.toString(point);
    }
    StringBuilder escape = new StringBuilder();
    for (char unit : Character.toChars(point)) {
      escape.append("\\u").append(HexFormat.of().toHexDigits(unit));
    }
    return escape.toString();
  }

  /** Marks are not: they hide in the letter before them. */
  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      // Fillers of Hangul, Braille and notes, and what stands for an object.
      default ->
          switch (point) {
            case 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0x1D159 -> false;
            default -> true;
          };
    };
  }

  private static boolean isOtherWay(int point) {
    return switch (Character.getDirectionality(point)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          true;
      default -> false;
    };
  }
}
