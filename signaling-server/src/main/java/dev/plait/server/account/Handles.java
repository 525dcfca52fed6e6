package dev.plait.server.account;

import java.util.regex.Pattern;

/** What a handle may be: 3 to 32 characters of a-z, 0-9, dot, underscore, hyphen. */
public final class Handles {
  /** As a regular expression; the API page says the same. */
  public static final String PATTERN = "[a-z0-9_.-]{3,32}";

  private static final Pattern VALID = Pattern.compile(PATTERN);

  private Handles() {}

  /** Whether the text is a handle. Upper case is refused, not folded: one spelling per handle. */
  public static boolean valid(String text) {
    return VALID.matcher(text).matches();
  }
}
