package dev.plait.server.presence;

import java.util.UUID;

/** Where the times outlive the node. Safe from any thread; may block and throw. */
public interface LastSeenTimes {
  /** When the account's last session ended, in milliseconds since 1970; 0 for never. */
  long of(UUID account);

  /** A session of the account has ended. */
  void save(UUID account, long nowMs);
}
