package dev.plait.protocol.transcript;

/**
 * Makes of a name or title that somebody chose one line that can be seen (TRS-7): nothing that
 * steers a terminal, turns the direction of writing, hides, or piles up. Used for one text.
 */
public final class VisibleText {
  /** Longer ones would push away what stands behind them. */
  static final int POINTS = 40;

  /** No script of today needs more on one letter. */
  private static final int MARKS = 4;

  private static final int ASCII_END = 0x80;

  private final StringBuilder line = new StringBuilder();
  private int points;
  private int last;
  private int marks;
  private boolean space;

  private VisibleText() {}

  /** The line; empty where nothing can be seen. */
  public static String of(String text) {
    VisibleText visible = new VisibleText();
    int[] all = text.codePoints().toArray();
    for (int i = 0; i < all.length; i++) {
      visible.take(all[i], i + 1 < all.length ? all[i + 1] : ' ');
    }
    return visible.line.toString();
  }

  private void take(int point, int next) {
    if (isSpace(point)) {
      space = points > 0;
    } else if (isJoiner(point) ? joins(next) : !isHidden(point)) {
      if (isMark(point)) {
        marks++;
        if (points == 0 || space || marks > MARKS) {
          return;
        }
      } else if (!isJoiner(point)) {
        marks = 0;
      }
      if (points == 0 && (point == '@' || point == '#')) {
        return;
      }
      keep(point);
    }
  }

  private void keep(int point) {
    if (points > POINTS) {
      return;
    }
    if (points == POINTS) {
      line.append('…');
    } else if (space) {
      line.append(' ');
      points++;
      space = false;
      keep(point);
      return;
    } else {
      line.appendCodePoint(point);
    }
    points++;
    last = point;
  }

  /** Emoji and some scripts need joiners within words. */
  private boolean joins(int next) {
    boolean between = last >= ASCII_END && next >= ASCII_END && !isSpace(next) && !isHidden(next);
    return points > 0 && !space && between;
  }

  private static boolean isJoiner(int point) {
    return point == 0x200C || point == 0x200D;
  }

  private static boolean isSpace(int point) {
    return (point >= 0x09 && point <= 0x0D)
        || Character.getType(point) == Character.SPACE_SEPARATOR
        || point == 0x2028
        || point == 0x2029;
  }

  private static boolean isMark(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /** Controls, formats and what no font shows. */
  private static boolean isHidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> true;
      default ->
          switch (point) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0x1D159 ->
                true;
            default -> isReserved(point);
          };
    };
  }

  /** Those that Unicode has not given yet, but never shows (Default_Ignorable_Code_Point). */
  private static boolean isReserved(int point) {
    return point == 0x2065
        || (point >= 0xFFF0 && point <= 0xFFF8)
        || (point >= 0xE0000 && point <= 0xE00FF)
        || (point >= 0xE01F0 && point <= 0xE0FFF);
  }
}
