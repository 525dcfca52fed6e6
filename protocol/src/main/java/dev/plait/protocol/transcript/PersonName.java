package dev.plait.protocol.transcript;

import java.util.Set;
import java.util.UUID;

/**
 * How somebody else is named. The handle is the server's and of one person only; everything else is
 * what that person chose, and never stands without it (TRS-6). So no two people have the same
 * label, and none has the word that stands for oneself.
 *
 * @param name what to show first: the display name, or the handle
 * @param handle to show beside it; empty when the name says it already
 */
public record PersonName(String name, String handle) {
  /** What readers call oneself; a handle may be the same word. */
  private static final Set<String> RESERVED = Set.of("me", "you");

  /** Enough of a device's id to tell one from another. */
  private static final int ID_CHARS = 8;

  /**
   * Names an account.
   *
   * @param handle as the server tells it
   * @param displayName as the person chose it; may be empty
   */
  public static PersonName of(String handle, String displayName) {
    String known = VisibleText.of(handle);
    String chosen = VisibleText.of(displayName);
    if (chosen.isEmpty() || sameAscii(chosen, known)) {
      String name = chosen.isEmpty() ? known : chosen;
      return new PersonName(isReserved(name) ? "@" + name : name, "");
    }
    return new PersonName(chosen, known);
  }

  /** Names the owner of a device of which nothing else is known. */
  public static PersonName unknown(UUID device) {
    String id = device.toString().substring(0, ID_CHARS);
    return new PersonName("somebody who left (" + id + ")", "");
  }

  /** One text for all of it; the handle comes first, so that nothing chosen can pass for it. */
  public String label() {
    return handle.isEmpty() ? name : handle + " (" + name + ")";
  }

  private static boolean isReserved(String name) {
    return RESERVED.contains(lower(name));
  }

  /** Whether they are the same but for the case of a to z. */
  public static boolean sameAscii(String one, String other) {
    return lower(one).equals(lower(other));
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lower.toString();
  }
}
