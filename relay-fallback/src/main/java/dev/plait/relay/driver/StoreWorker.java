package dev.plait.relay.driver;

import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.Effect;
import dev.plait.relay.Relay;
import dev.plait.relay.StoreQueue;
import dev.plait.store.AckedThrough;
import dev.plait.store.QueueStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does the relay's store effects one after the other on a thread of its own, in turns. */
final class StoreWorker {
  /**
   * While the store is busy for long, deletes beyond this are dropped: the rows are then sent and
   * acked once more.
   */
  private static final int BACKLOG = 20_000;

  /** How often a store that failed is asked whether it is back. */
  private static final long PROBE_MS = 1_000;

  /**
   * How often the observer hears what waits: often enough for a chart, seldom enough to be free.
   */
  private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final UUID PROBE_DEVICE = new UUID(0, 0);

  /** Feeds an answer to the core, on the owner thread. */
  interface Reply {
    void handle(Relay relay, long nowMs);
  }

  private final QueueStore store;
  private final RelayObserver observer;
  private final Consumer<Reply> replies;
  private final OwedCancels owed;
  private final LinkedBlockingQueue<Effect> inbox = new LinkedBlockingQueue<>();
  private final StoreQueue queue = new StoreQueue();
  private long measuredNanos = System.nanoTime() - MEASURE_NANOS;
  private volatile boolean healthy = true;
  private volatile boolean stopping;

  StoreWorker(QueueStore store, RelayObserver observer, Consumer<Reply> replies) {
    this.store = store;
    this.observer = observer;
    this.replies = replies;
    this.owed = new OwedCancels(store);
  }

  boolean healthy() {
    return healthy;
  }

  void stop() {
    stopping = true;
  }

  void add(Effect effect) {
    if (!(effect instanceof Effect.DeleteThrough) || inbox.size() < BACKLOG) {
      inbox.add(effect);
    }
  }

  /** The thread's body: until stopped and empty. */
  void run() {
    try {
      while (!stopping || !inbox.isEmpty() || !queue.isEmpty()) {
        measure();
        takeIn();
        if (!queue.isEmpty()) {
          run(queue.poll());
        } else if (!stopping) {
          idle();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeIn() throws InterruptedException {
    if (queue.isEmpty()) {
      Effect first = inbox.poll(stopping ? 1 : PROBE_MS, TimeUnit.MILLISECONDS);
      if (first != null) {
        queue.add(first);
      }
    }
    for (Effect next; (next = inbox.poll()) != null; ) {
      queue.add(next);
    }
  }

  private void idle() {
    if (!owed.isEmpty()) {
      attempt("cancel", owed::payAll, null);
    } else if (!healthy) {
      attempt("probe", () -> store.usage(PROBE_DEVICE), null);
    }
  }

  private void measure() {
    long nowNanos = System.nanoTime();
    if (healthy && !stopping && nowNanos - measuredNanos >= MEASURE_NANOS) {
      measuredNanos = nowNanos;
      attempt("measure", () -> observer.queued(store.totals()), null);
    }
  }

  private void run(StoreQueue.Work work) {
    if (!work.deletes().isEmpty()) {
      attempt("delete", () -> observer.fetched(store.deleteThrough(work.deletes())), null);
    }
    work.cancels().forEach(owed::add);
    if (work.then() != null) {
      run(work.then());
    } else if (!work.cancels().isEmpty()) {
      List<StreamId> streams = work.cancels().stream().map(AckedThrough::stream).toList();
      attempt("cancel", () -> owed.payFor(streams), null);
    }
  }

  private void run(Effect effect) {
    switch (effect) {
      case Effect.Commit commit -> commit(commit);
      case Effect.ReadPage ask ->
          attempt(
              "page",
              () -> {
                var page =
                    store.page(ask.device(), ask.afterPosition(), ask.maxEntries(), ask.maxBytes());
                replies.accept(
                    (relay, now) -> relay.handlePage(ask.device(), ask.requestId(), page, now));
              },
              (relay, now) -> relay.handlePageFailed(ask.device(), ask.requestId(), now));
      case Effect.ReadPositions ask ->
          attempt(
              "positions",
              () -> {
                owed.payFor(ask.streams());
                var positions = store.positions(ask.streams());
                replies.accept(
                    (relay, now) -> relay.handlePositions(ask.device(), ask.session(), positions));
              },
              (relay, now) -> relay.handlePositionsFailed(ask.device(), ask.session(), now));
      case Effect.Expire(long olderThanMs) ->
          attempt(
              "expire",
              () -> {
                var rows = store.expire(olderThanMs);
                replies.accept((relay, now) -> relay.handleExpired(rows, now));
              },
              null);
      case Effect.Leave(UUID conversation, UUID device, long throughMs) ->
          attempt("leave", () -> store.deleteOf(conversation, device, throughMs), null);
      case Effect.Forget(UUID device) -> attempt("forget", () -> store.deleteDevice(device), null);
      case Effect.DeleteThrough _, Effect.CancelRows _, Effect.Send _, Effect.Left _ ->
          throw new IllegalStateException("not one of these: " + effect);
    }
  }

  private void commit(Effect.Commit commit) {
    long startedNanos = System.nanoTime();
    attempt(
        "commit",
        () -> {
          owed.payFor(commit);
          var result = store.commit(commit.rows());
          observer.committed(commit.rows().size(), System.nanoTime() - startedNanos);
          replies.accept((relay, now) -> relay.handleCommitted(commit.batchId(), result, now));
        },
        (relay, now) -> relay.handleCommitFailed(commit.batchId(), now));
  }

  /** Any failure counts as the store being away: the core answers, and tries again. */
  private void attempt(String operation, Runnable call, @Nullable Reply onFailure) {
    try {
      call.run();
      healthy = true;
    } catch (RuntimeException e) {
      failed(operation, e, onFailure);
    }
  }

  private void failed(String operation, RuntimeException cause, @Nullable Reply onFailure) {
    healthy = false;
    observer.storeFailed(operation, cause);
    if (onFailure != null) {
      replies.accept(onFailure);
    }
  }
}
