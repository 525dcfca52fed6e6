package dev.plait.peer;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a peer: mailbox and timer. A task that throws is a bug of ours; it is
 * logged, since the executor would keep it to itself. One that comes after the end is dropped:
 * timers, sockets, the disk and native code may all be late, and there is nothing left to do for
 * them.
 */
final class PeerThread extends ScheduledThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(PeerThread.class);

  PeerThread() {
    super(1, Thread.ofPlatform().name("plait-peer").daemon(true).factory(), PeerThread::drop);
    setRemoveOnCancelPolicy(true);
    setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The thread on which listeners are told. */
  static ExecutorService events() {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().name("plait-events").daemon(true).factory(),
        PeerThread::drop);
  }

  /** What a closed peer does with a task. */
  static void drop(Runnable task, ThreadPoolExecutor ended) {
    LOG.trace("a task came after the end");
    if (task instanceof Future<?> future) {
      future.cancel(false);
    }
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
      try {
        future.get();
      } catch (ExecutionException e) {
        LOG.error("a turn failed", e.getCause());
      } catch (CancellationException e) {
        LOG.trace("a turn was cancelled", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
