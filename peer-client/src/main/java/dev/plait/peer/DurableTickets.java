package dev.plait.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has become durable, from the disk thread to the peer's: tickets become durable in order, so
 * one turn answers for all of them. Owned by the peer's thread but for {@link #handleDurable}.
 */
final class DurableTickets {
  /** Told of what is durable, on the peer's thread. */
  @FunctionalInterface
  interface Listener {
    /**
     * Everything up to that ticket is on disk.
     *
     * @param known by ticket, ids of received entries that the transcript had already
     */
    void handleDurable(long throughTicket, Map<Long, Set<UUID>> known);
  }

  private final Executor owner;
  private final Listener listener;
  private final Map<Long, Runnable> actions = new LinkedHashMap<>();
  private final Map<Long, Set<UUID>> known = new ConcurrentHashMap<>();
  private final AtomicLong durable = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  DurableTickets(Executor owner, Listener listener) {
    this.owner = owner;
    this.listener = listener;
  }

  /** Runs {@code action} once that ticket is durable, after the core has heard of it. */
  void then(long ticket, Runnable action) {
    actions.put(ticket, action);
  }

  /** Another core counts its tickets from the first; the last one has heard of all its own. */
  void startAnew() {
    durable.set(0);
    known.clear();
  }

  /** That ticket is durable. Called on the disk thread. */
  void handleDurable(long ticket, Set<UUID> ids) {
    if (!ids.isEmpty()) {
      known.put(ticket, ids);
    }
    durable.set(ticket);
    if (scheduled.compareAndSet(false, true)) {
      owner.execute(this::tell);
    }
  }

  private void tell() {
    scheduled.set(false);
    long through = durable.get();
    listener.handleDurable(through, known);
    known.keySet().removeIf(ticket -> ticket <= through);
    actions
        .entrySet()
        .removeIf(
            entry -> {
              if (entry.getKey() <= through) {
                entry.getValue().run();
                return true;
              }
              return false;
            });
  }
}
