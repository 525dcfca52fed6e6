package dev.plait.relay;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Round robin (RFC 970): first come, first served for each owner, and the owners in turn. However
 * much one owner has waiting, what another adds is preceded by at most one item of each. An item
 * that equals one of the same owner is the same. Pure; one thread at a time.
 *
 * @param <T> what waits
 */
public final class FairQueue<T> {
  private final LinkedHashMap<UUID, LinkedHashSet<T>> byOwner = new LinkedHashMap<>();
  private int size;

  /** Puts an item behind those of its owner; nothing when it is there. */
  public void add(UUID owner, T item) {
    if (byOwner.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).add(item)) {
      size++;
    }
  }

  /** Takes an item out before its turn; nothing when it is not there. */
  public void remove(UUID owner, T item) {
    Set<T> items = byOwner.get(owner);
    if (items != null && items.remove(item)) {
      size--;
      if (items.isEmpty()) {
        byOwner.remove(owner);
      }
    }
  }

  /** The oldest item of the owner whose turn it is; null when there is none. */
  public @Nullable T poll() {
    Map.Entry<UUID, LinkedHashSet<T>> turn = byOwner.pollFirstEntry();
    if (turn == null) {
      return null;
    }
    LinkedHashSet<T> items = turn.getValue();
    T item = items.removeFirst();
    size--;
    if (!items.isEmpty()) {
      byOwner.put(turn.getKey(), items);
    }
    return item;
  }

  /** How many items wait. */
  public int size() {
    return size;
  }

  /** How many items of an owner wait. */
  public int size(UUID owner) {
    Set<T> items = byOwner.get(owner);
    return items == null ? 0 : items.size();
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return size == 0;
  }
}
