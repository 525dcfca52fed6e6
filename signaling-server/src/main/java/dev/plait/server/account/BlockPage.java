package dev.plait.server.account;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some of the accounts that one has blocked.
 *
 * @param profiles in the order of their ids
 * @param next what to ask for the page after this one with; null when there is none
 */
public record BlockPage(List<Profile> profiles, @Nullable UUID next) {
  /** Most of a page. */
  public static final int SIZE = 500;

  /** Copies the list. */
  public BlockPage {
    profiles = List.copyOf(profiles);
  }

  /** Of one more than fit, when there are as many. */
  static BlockPage of(List<Profile> found) {
    if (found.size() <= SIZE) {
      return new BlockPage(found, null);
    }
    List<Profile> some = found.subList(0, SIZE);
    return new BlockPage(some, some.getLast().account());
  }
}
