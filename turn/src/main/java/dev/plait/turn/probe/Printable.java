package dev.plait.turn.probe;

/** What a server says of itself, for terminals and logs, which some characters give orders to. */
final class Printable {
  private static final int CHARS_MAX = 80;

  private Printable() {}

  /** The text with a question mark for all but printable ASCII, cut off after 80 characters. */
  static String of(String text) {
    String safe = text.replaceAll("[^\\x20-\\x7E]", "?");
    return safe.length() <= CHARS_MAX ? safe : safe.substring(0, CHARS_MAX) + "...";
  }
}
