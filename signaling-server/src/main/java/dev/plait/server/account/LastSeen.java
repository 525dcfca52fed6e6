package dev.plait.server.account;

import dev.plait.server.database.NodeDatabase;
import dev.plait.server.presence.LastSeenTimes;
import java.util.UUID;

/** Last-seen times in the account table. Safe from any thread; blocks on the database. */
public final class LastSeen implements LastSeenTimes {
  private final NodeDatabase database;

  /** Works on {@code database}, which outlives this. */
  public LastSeen(NodeDatabase database) {
    this.database = database;
  }

  @Override
  public long of(UUID account) {
    return database.read(
        handle ->
            handle
                .createQuery("select last_seen_ms from account where id = :a")
                .bind("a", account)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  @Override
  public void save(UUID account, long nowMs) {
    database.write(
        handle ->
            handle
                .createUpdate("update account set last_seen_ms = :now where id = :a")
                .bind("now", nowMs)
                .bind("a", account)
                .execute());
  }
}
