package dev.plait.store.jdbc;

import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * How much of the queues is whose: an account may have half of each, so that there is room for
 * others, and so much in all together. For one transaction that holds the queues; used by its
 * thread.
 */
final class AccountShares {
  /** Stands for all queues. */
  private static final UUID ALL = new UUID(0, 0);

  /**
   * Keys of all queues come last, in one order: these rows are waited for, and nothing else is
   * after them.
   */
  private record Key(UUID account, UUID target) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int last = Boolean.compare(target.equals(ALL), other.target.equals(ALL));
      int byAccount = last != 0 ? last : account.compareTo(other.account);
      return byAccount != 0 ? byAccount : target.compareTo(other.target);
    }
  }

  private record Amount(int entries, long bytes) {
    static final Amount NOTHING = new Amount(0, 0);

    Amount plus(Amount other) {
      return new Amount(entries + other.entries, bytes + other.bytes);
    }
  }

  private final Handle handle;
  private final Dialect dialect;
  private final Map<Key, Amount> known = new HashMap<>();
  private final Map<Key, Amount> changes = new TreeMap<>();

  AccountShares(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** Reads what some accounts have in some queues, for {@link #fits}. */
  void load(Set<UUID> accounts, Collection<UUID> targets) {
    if (accounts.isEmpty()) {
      return;
    }
    Set<UUID> wanted = new TreeSet<>(targets);
    wanted.add(ALL);
    handle
        .createQuery(
            "select account, target, entries, bytes from queue_share where account in (<accounts>)"
                + " and target in (<targets>)")
        .bindList("accounts", accounts)
        .bindList("targets", wanted)
        .map(
            (rs, ctx) ->
                Map.entry(
                    new Key(rs.getObject(1, UUID.class), rs.getObject(2, UUID.class)),
                    new Amount(rs.getInt(3), rs.getLong(4))))
        .forEach(row -> known.put(row.getKey(), row.getValue()));
  }

  /** Whether one more row fits. */
  boolean fits(QueueRow row, QueueLimits limits) {
    UUID account = row.account();
    if (account == null) {
      return true;
    }
    Amount here = of(new Key(account, row.target()));
    Amount all = of(new Key(account, ALL));
    return here.entries < limits.shareEntries()
        && here.bytes + row.bytes() <= limits.shareBytes()
        && all.entries < limits.accountEntries()
        && all.bytes + row.bytes() <= limits.accountBytes();
  }

  private Amount of(Key key) {
    return known.getOrDefault(key, Amount.NOTHING).plus(changes.getOrDefault(key, Amount.NOTHING));
  }

  /** So much more, or less, is in a queue now; of nobody where {@code account} is null. */
  void add(@Nullable UUID account, UUID target, int entries, long bytes) {
    if (account != null) {
      for (UUID queue : List.of(target, ALL)) {
        changes.merge(new Key(account, queue), new Amount(entries, bytes), Amount::plus);
      }
    }
  }

  /**
   * Writes by how much it has changed: nobody holds what an account has in all queues. That row
   * stays when it comes to nothing, for others may be waiting to add to it.
   */
  void save() {
    PreparedBatch updates =
        handle.prepareBatch(
            "update queue_share set entries = entries + :entries, bytes = bytes + :bytes"
                + " where account = :account and target = :target");
    PreparedBatch deletes =
        handle.prepareBatch(
            "delete from queue_share"
                + " where account = :account and target = :target and entries <= 0");
    changes.forEach(
        (key, change) -> {
          if (change.entries > 0 && !known.containsKey(key)) {
            dialect.insertShare(handle, key.account, key.target);
          }
          bind(updates, key).bind("entries", change.entries).bind("bytes", change.bytes).add();
          if (change.entries < 0 && !key.target.equals(ALL)) {
            bind(deletes, key).add();
          }
        });
    if (updates.size() > 0 && IntStream.of(updates.execute()).anyMatch(changed -> changed == 0)) {
      throw new IllegalStateException("what an account has in the queues is not counted");
    }
    if (deletes.size() > 0) {
      deletes.execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch batch, Key key) {
    return batch.bind("account", key.account).bind("target", key.target);
  }
}
