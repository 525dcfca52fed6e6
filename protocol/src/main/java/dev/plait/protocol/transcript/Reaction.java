package dev.plait.protocol.transcript;

import java.util.List;
import java.util.UUID;

/**
 * A reaction that stands.
 *
 * @param emoji as sent
 * @param accounts whose, in the order of theirs; never empty
 */
public record Reaction(String emoji, List<UUID> accounts) {
  /** Copies the list. */
  public Reaction {
    accounts = List.copyOf(accounts);
  }
}
