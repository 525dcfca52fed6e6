package dev.plait.peer;

import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
  private final Map<UUID, UUID> accounts = new LinkedHashMap<>();
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

  /**
   * The least status of the devices that count and that it can still reach, or has reached; QUEUED
   * before {@link #accepted}, REFUSED when there is none. The devices of other accounts count; the
   * own other ones do only where nobody else is a member. Who has read it on one device has read it
   * (DLV-5).
   */
  public synchronized Status status() {
    if (!accepted.isDone()) {
      return Status.QUEUED;
    }
    Set<UUID> readers = new HashSet<>();
    accounts.forEach(
        (target, account) -> {
          if (statuses.get(target) == Status.READ) {
            readers.add(account);
          }
        });
    return accounts.entrySet().stream()
        .map(of -> readers.contains(of.getValue()) ? Status.READ : statuses.get(of.getKey()))
        .min(Comparator.naturalOrder())
        .orElse(Status.REFUSED);
  }

  /**
   * Completes when {@link #status} is at least that. Fails with a {@link SendRefusedException} when
   * it was not taken, or when nobody will get it.
   */
  public CompletableFuture<Outgoing> when(Status atLeast) {
    CompletableFuture<Outgoing> future = new CompletableFuture<>();
    synchronized (this) {
      waiters.add(new Waiter(atLeast, future));
    }
    settleWaiters();
    return future;
  }

  /** Calls {@code listener} on every change from now on. */
  public synchronized void onChange(Consumer<Outgoing> listener) {
    listeners.add(listener);
  }

  /**
   * Takes the target devices.
   *
   * @param counted those of them whose statuses make up {@link #status}, and their accounts
   */
  synchronized void expect(Set<UUID> targets, Map<UUID, UUID> counted) {
    accounts.putAll(counted);
    for (UUID target : targets) {
      statuses.putIfAbsent(target, Status.QUEUED);
    }
  }

  /** The peer ends before it is on disk, if it is told so. */
  void expectOf(Closing closing) {
    closing.expect(
        accepted,
        () -> new SendRefusedException(SendRefusedException.Reason.CLOSED, Closing.CLOSED));
    var _ = accepted.whenComplete((place, failure) -> settleWaiters());
  }

  void place(Place place) {
    accepted.complete(place);
    changed();
  }

  void refuse(SendRefusedException refusal) {
    accepted.completeExceptionally(refusal);
    settleWaiters();
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

  void neverDelivered(UUID target, RefusalCode code) {
    synchronized (this) {
      Status from = statuses.get(target);
      if (from == null || from.settled()) {
        return;
      }
      statuses.put(target, Status.REFUSED);
      refusals.put(target, code);
    }
    changed();
  }

  /** Others stand for a target, and have not got it yet. */
  void replace(UUID target, List<UUID> by) {
    synchronized (this) {
      if (statuses.remove(target) == null) {
        return;
      }
      UUID account = accounts.remove(target);
      for (UUID device : by) {
        statuses.putIfAbsent(device, Status.SENT);
        if (account != null) {
          accounts.put(device, account);
        }
      }
    }
    changed();
  }

  private void changed() {
    settleWaiters();
    List<Consumer<Outgoing>> told;
    synchronized (this) {
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.accept(this));
  }

  private void settleWaiters() {
    if (!accepted.isDone()) {
      return;
    }
    List<Waiter> settled;
    Throwable failure;
    synchronized (this) {
      Status least = status();
      failure = accepted.isCompletedExceptionally() ? accepted.exceptionNow() : nobody(least);
      settled =
          waiters.stream()
              .filter(waiter -> failure != null || waiter.atLeast().compareTo(least) <= 0)
              .toList();
      waiters.removeAll(settled);
    }
    for (Waiter waiter : settled) {
      if (failure == null) {
        waiter.future().complete(this);
      } else {
        waiter.future().completeExceptionally(failure);
      }
    }
  }

  private @Nullable SendRefusedException nobody(Status least) {
    if (least != Status.REFUSED) {
      return null;
    }
    return new SendRefusedException(
        SendRefusedException.Reason.NOBODY,
        refusals.isEmpty()
            ? "the other side has no device that takes messages from here"
            : "refused for every device: " + Set.copyOf(refusals.values()));
  }
}
