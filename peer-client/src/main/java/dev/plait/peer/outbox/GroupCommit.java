package dev.plait.peer.outbox;

import dev.plait.peer.core.DiskWrite;
import dev.plait.turn.program.DatabaseFailure;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what waits as one transaction, syncs the file, then tells everyone in order. While a group
 * is on its way to the disk the next one gathers, so the cost of a sync is shared by all that came
 * meanwhile. When the disk refuses, the same group is tried again until it works: nothing that was
 * accepted is dropped, and nobody hears "done" too early.
 *
 * <p>Owns the disk thread from construction to {@link #close}, which writes what still waits.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** Most requests in one transaction: keeps the pause of one group in the tens of ms. */
  static final int GROUP_REQUESTS = 1024;

  /** How long to wait before a refused group is tried again. */
  private static final long RETRY_DELAY_MS = 500;

  /** How long {@link #close} waits for a disk that refuses. */
  private static final long CLOSE_WAIT_MS = 5_000;

  private record Request(List<DiskWrite> writes, Consumer<Set<UUID>> done) {}

  private final Database database;
  private final TransactionHook hook;
  private final Consumer<Exception> trouble;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Request> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closing;
  private final AtomicLong groups = new AtomicLong();

  /**
   * Starts the disk thread.
   *
   * @param trouble told, on the disk thread, of each attempt that the disk refused
   */
  GroupCommit(Database database, TransactionHook hook, Consumer<Exception> trouble) {
    this.database = database;
    this.hook = hook;
    this.trouble = trouble;
    this.thread = Thread.ofPlatform().name("plait-disk").daemon(true).start(this::run);
  }

  /**
   * Queues writes as one unit; {@code done} runs on the disk thread once they are durable.
   *
   * @param done told the ids of received entries that were not kept, since they are known
   */
  void submit(List<DiskWrite> writes, Consumer<Set<UUID>> done) {
    lock.lock();
    try {
      if (closing) {
        throw new IllegalStateException("the data directory is closed");
      }
      waiting.add(new Request(List.copyOf(writes), done));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How many groups have been committed; for statistics. */
  long groups() {
    return groups.get();
  }

  private void run() {
    for (List<Request> group = take(); !group.isEmpty(); group = take()) {
      TableWriter written = commit(group);
      if (written == null) {
        return;
      }
      for (Request request : group) {
        tellDone(request, written);
      }
    }
  }

  /** What follows a write may fail, and all others still wait for this thread. */
  private void tellDone(Request request, TableWriter written) {
    try {
      request.done().accept(known(written, request));
    } catch (RuntimeException e) {
      if (isClosing()) {
        LOG.debug("what follows a write came too late", e);
      } else {
        LOG.error("what follows a write failed", e);
      }
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private static Set<UUID> known(TableWriter written, Request request) {
    Set<UUID> all = Set.of();
    for (DiskWrite write : request.writes()) {
      Set<UUID> known = written.known(write);
      if (!known.isEmpty()) {
        all = all.isEmpty() ? new HashSet<>(known) : all;
        all.addAll(known);
      }
    }
    return all;
  }

  private List<Request> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      List<Request> group = new ArrayList<>();
      while (group.size() < GROUP_REQUESTS && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tries until it works. An attempt that could not be confirmed may be on disk all the same: what
   * was known before is what the first one found that came to its end.
   *
   * @return that one; null when closing gave up
   */
  private @Nullable TableWriter commit(List<Request> group) {
    List<DiskWrite> writes = new ArrayList<>();
    for (Request request : group) {
      writes.addAll(request.writes());
    }
    AtomicReference<TableWriter> written = new AtomicReference<>();
    while (true) {
      Exception failure = attempt(writes, written);
      if (failure == null) {
        groups.incrementAndGet();
        return written.get();
      }
      LOG.warn(
          "the disk refused a group of {} writes; trying again",
          writes.size(),
          DatabaseFailure.shown(failure));
      trouble.accept(failure);
      if (!pause()) {
        return null;
      }
    }
  }

  private @Nullable Exception attempt(
      List<DiskWrite> writes, AtomicReference<TableWriter> written) {
    try (Handle handle = database.handle()) {
      handle.useTransaction(
          transaction -> {
            TableWriter writer = new TableWriter(transaction);
            writer.write(writes);
            if (written.get() == null) {
              written.set(writer);
            }
            hook.inTransaction(transaction.getConnection(), writes);
          });
      if (writes.stream().anyMatch(DiskWrite::urgent)) {
        Database.sync(handle);
      }
      return null;
    } catch (RuntimeException | SQLException e) {
      return e;
    }
  }

  private boolean pause() {
    lock.lock();
    try {
      long leftNanos = TimeUnit.MILLISECONDS.toNanos(RETRY_DELAY_MS);
      while (leftNanos > 0 && !closing) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
      return !closing;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(java.time.Duration.ofMillis(CLOSE_WAIT_MS))) {
        LOG.warn("the disk thread did not end within {} ms", CLOSE_WAIT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
