package dev.plait.server.account;

import dev.plait.server.database.NodeDatabase;
import dev.plait.server.presence.LastSeenTimes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Last-seen times in the account table. Safe from any thread; blocks on the database. */
public final class LastSeen implements LastSeenTimes {
  private final NodeDatabase database;

  /** Works on {@code database}, which outlives this. */
  public LastSeen(NodeDatabase database) {
    this.database = database;
  }

  @Override
  public Map<UUID, Long> of(Set<UUID> accounts) {
    Map<UUID, Long> times = new HashMap<>();
    accounts.forEach(account -> times.put(account, 0L));
    times.putAll(
        database.read(
            handle ->
                handle
                    .createQuery("select id, last_seen_ms from account where id in (<accounts>)")
                    .bindList("accounts", accounts)
                    .map((row, context) -> Map.entry(row.getObject(1, UUID.class), row.getLong(2)))
                    .collectToMap(Map.Entry::getKey, Map.Entry::getValue)));
    return times;
  }

  @Override
  public void save(UUID account, long nowMs) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    "update account set last_seen_ms = :now where id = :a and deleted_ms = 0")
                .bind("now", nowMs)
                .bind("a", account)
                .execute());
  }
}
