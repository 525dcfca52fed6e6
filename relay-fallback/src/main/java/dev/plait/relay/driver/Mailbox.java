package dev.plait.relay.driver;

import dev.plait.relay.FairQueue;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the owner thread. The accounts take turns; what the driver tells itself comes
 * first. Safe from any thread.
 */
final class Mailbox {
  /**
   * Events of one account that may wait while whoever adds them goes on: enough to keep the owner
   * thread busy. An event holds at most one frame.
   */
  static final int OF_ACCOUNT = 64;

  /** The same of all accounts together. */
  static final int OF_ALL = 4_096;

  /** One event, and who waits until it is taken. */
  private static final class Letter {
    final Runnable event;
    final Condition isTaken;
    boolean taken;

    Letter(Runnable event, Condition isTaken) {
      this.event = event;
      this.isTaken = isTaken;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition someCame = lock.newCondition();
  private final Queue<Runnable> own = new ArrayDeque<>();
  private final FairQueue<Letter> letters = new FairQueue<>();
  private boolean closed;

  /** Adds an event; returns when it is taken where too many wait. Dropped when closed. */
  void add(UUID account, Runnable event) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Letter letter = new Letter(event, lock.newCondition());
      letters.add(account, letter);
      someCame.signal();
      if (letters.size(account) > OF_ACCOUNT || letters.size() > OF_ALL) {
        while (!letter.taken) {
          letter.isTaken.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event of the driver's own; never waits. */
  void addOwn(Runnable event) {
    lock.lock();
    try {
      own.add(event);
      someCame.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next event; null when none came within that time, or when closed. */
  @Nullable Runnable poll(long waitMs) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
      while (own.isEmpty() && letters.isEmpty() && !closed && leftNs > 0) {
        leftNs = someCame.awaitNanos(leftNs);
      }
      Runnable event = own.poll();
      return event != null ? event : take();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable take() {
    Letter next = letters.poll();
    if (next == null) {
      return null;
    }
    next.taken = true;
    next.isTaken.signal();
    return next.event;
  }

  /** How many wait. */
  int size() {
    lock.lock();
    try {
      return own.size() + letters.size();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what accounts have added, and whatever they add later: nobody waits any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      someCame.signalAll();
      while (!letters.isEmpty()) {
        take();
      }
    } finally {
      lock.unlock();
    }
  }
}
