package dev.plait.server.presence;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Where the times outlive the node. Safe from any thread; may block and throw. */
public interface LastSeenTimes {
  /**
   * When each account's last session ended, in milliseconds since 1970; 0 for never.
   *
   * @param accounts at least one
   * @return a time for every one of the accounts
   */
  Map<UUID, Long> of(Set<UUID> accounts);

  /** A session of the account has ended. */
  void save(UUID account, long nowMs);
}
