package dev.plait.peer;

import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message. Safe for use by several threads; futures and listeners run on the
 * peer's event thread. Statuses move forward only (I4).
 */
public final class Outgoing {
  /**
   * What the outbox gave the message.
   *
   * @param stream own stream
   * @param seq its number
   */
  public record Place(StreamId stream, long seq) {}

  private record Waiter(Status atLeast, CompletableFuture<Outgoing> future) {}

  private final UUID id;
  private final CompletableFuture<Place> accepted = new CompletableFuture<>();
  private final Map<UUID, Status> statuses = new LinkedHashMap<>();
  private final Map<UUID, RefusalCode> refusals = new LinkedHashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final List<Consumer<Outgoing>> listeners = new ArrayList<>();

  Outgoing(UUID id) {
    this.id = id;
  }

  /** The message's id. */
  public UUID id() {
    return id;
  }

  /**
   * Completes once the message is in the outbox on disk: from then on it is not lost. Fails with a
   * {@link SendRefusedException} when it was not taken.
   */
  public CompletableFuture<Place> accepted() {
    return accepted;
  }

  /** Status per target device; empty before {@link #accepted}. */
  public synchronized Map<UUID, Status> statuses() {
    return Map.copyOf(statuses);
  }

  /** Targets that will not get it, and why. */
  public synchronized Map<UUID, RefusalCode> refusals() {
    return Map.copyOf(refusals);
  }

  /** The least status of all targets; READ when there is no target. */
  public synchronized Status status() {
    Status least = Status.READ;
    for (Status status : statuses.values()) {
      least = status.compareTo(least) < 0 ? status : least;
    }
    return least;
  }

  /** Completes when every target is at least that far. */
  public CompletableFuture<Outgoing> when(Status atLeast) {
    CompletableFuture<Outgoing> future = new CompletableFuture<>();
    synchronized (this) {
      if (!accepted.isDone() || status().compareTo(atLeast) < 0) {
        waiters.add(new Waiter(atLeast, future));
        return future;
      }
    }
    future.complete(this);
    return future;
  }

  /** Calls {@code listener} on every change from now on. */
  public synchronized void onChange(Consumer<Outgoing> listener) {
    listeners.add(listener);
  }

  synchronized void expect(Set<UUID> targets) {
    for (UUID target : targets) {
      statuses.putIfAbsent(target, Status.QUEUED);
    }
  }

  void place(Place place) {
    accepted.complete(place);
    changed();
  }

  void refuse(SendRefusedException refusal) {
    accepted.completeExceptionally(refusal);
    List<Waiter> failing;
    synchronized (this) {
      failing = List.copyOf(waiters);
      waiters.clear();
    }
    failing.forEach(waiter -> waiter.future().completeExceptionally(refusal));
  }

  void advance(UUID target, Status to) {
    synchronized (this) {
      Status from = statuses.get(target);
      if (from == null || from.compareTo(to) >= 0) {
        return;
      }
      statuses.put(target, to);
    }
    changed();
  }

  void neverDelivered(UUID target, @Nullable RefusalCode code) {
    synchronized (this) {
      if (code != null) {
        refusals.put(target, code);
      }
    }
    changed();
  }

  private void changed() {
    List<Waiter> ready = new ArrayList<>();
    List<Consumer<Outgoing>> told;
    synchronized (this) {
      if (accepted.isDone()) {
        Status least = status();
        ready.addAll(
            waiters.stream().filter(waiter -> waiter.atLeast().compareTo(least) <= 0).toList());
        waiters.removeAll(ready);
      }
      told = List.copyOf(listeners);
    }
    ready.forEach(waiter -> waiter.future().complete(this));
    told.forEach(listener -> listener.accept(this));
  }
}
