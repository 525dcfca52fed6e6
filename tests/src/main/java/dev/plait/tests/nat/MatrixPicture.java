package dev.plait.tests.nat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the matrix as an SVG: a square for each pair of networks, with its path. Stateless. */
final class MatrixPicture {
  private static final int LEFT = 150;
  private static final int TOP = 150;
  private static final int SIDE = 62;
  private static final int LEGEND = 46;

  /** The last name leans out of its column. */
  private static final int LAST_NAME = 80;

  /** Dark enough for white text on them (WCAG 2.2 §1.4.3). */
  private static final Map<String, String> COLOURS =
      Map.of("direct", "#1a7f4b", "turn", "#1f5fa8", "relay", "#6b4a9b");

  private static final String FAILED = "#b42318";

  private MatrixPicture() {}

  /**
   * Draws it.
   *
   * @param cells any number of them; of those of Java peers each has its square
   */
  static String of(List<Cell> cells) {
    Map<String, Cell> byName = new HashMap<>();
    cells.stream()
        .filter(cell -> cell.peers().equals("java×java"))
        .forEach(cell -> byName.put(cell.name(), cell));
    NetworkKind[] kinds = NetworkKind.values();
    int width = LEFT + kinds.length * SIDE + LAST_NAME;
    int height = TOP + kinds.length * SIDE + LEGEND;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" \
        font-family="system-ui, sans-serif">
        <title>The path that two peers take, for each pair of networks</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(width, height, width, height));
    for (int i = 0; i < kinds.length; i++) {
      int middle = i * SIDE + SIDE / 2;
      svg.append(text(LEFT - 8, TOP + middle + 4, "end", "#1b1f24", kinds[i].slug()));
      svg.append(
          """
          <text transform="translate(%d %d) rotate(-50)" font-size="13" fill="#1b1f24">%s</text>
          """
              .formatted(LEFT + middle, TOP - 10, kinds[i].slug()));
      for (int j = 0; j < kinds.length; j++) {
        Cell cell = byName.get(kinds[Math.min(i, j)].slug() + "×" + kinds[Math.max(i, j)].slug());
        if (cell != null) {
          svg.append(square(LEFT + j * SIDE, TOP + i * SIDE, cell));
        }
      }
    }
    svg.append(legend(TOP + kinds.length * SIDE + 28));
    return svg.append("</svg>\n").toString();
  }

  private static String square(int x, int y, Cell cell) {
    String path = cell.actual();
    int dash = path.indexOf('-');
    String word = dash < 0 ? path : path.substring(0, dash);
    String colour = cell.passed() ? COLOURS.getOrDefault(word, FAILED) : FAILED;
    String details =
        "%s: %s, found in %d ms"
            .formatted(cell.name(), path, Math.max(cell.directMs(), cell.firstMessageMs()));
    String first = text(x + SIDE / 2, y + (dash < 0 ? 35 : 28), "middle", "#ffffff", word);
    String second =
        dash < 0 ? "" : text(x + SIDE / 2, y + 44, "middle", "#ffffff", path.substring(dash + 1));
    return """
           <g><title>%s</title><rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="%s"/>
           %s%s</g>
           """
        .formatted(details, x + 1, y + 1, SIDE - 2, SIDE - 2, colour, first, second);
  }

  private static String legend(int y) {
    return text(
        LEFT,
        y,
        "start",
        "#1b1f24",
        "green: direct · blue: by a TURN server, over udp, tcp or tls · violet: the server's relay ·"
            + " red: not as written down");
  }

  private static String text(int x, int y, String anchor, String colour, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"13\" fill=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        colour,
        words);
  }
}
