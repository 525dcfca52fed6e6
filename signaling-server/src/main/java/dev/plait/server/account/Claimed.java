package dev.plait.server.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The account that somebody says is theirs, until they have shown it.
 *
 * @param account the account
 * @param passwordHash what a password is held against; null when it has none
 */
public record Claimed(UUID account, @Nullable String passwordHash) {
  /** Leaves the hash out. */
  @Override
  public String toString() {
    return "Claimed[" + account + "]";
  }
}
