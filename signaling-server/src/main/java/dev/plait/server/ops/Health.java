package dev.plait.server.ops;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Whether the node can do its work now. Safe from any thread. Each check gets a thread of its own
 * and a bounded time, so a database that hangs cannot hang {@code /readyz}.
 */
public final class Health {
  private static final long CHECK_MS = 2_500;

  private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();
  private final AtomicBoolean draining = new AtomicBoolean();

  /** Adds a check; true when all is well. It may block and throw, which counts as not well. */
  public void register(String name, BooleanSupplier check) {
    checks.put(name, check);
  }

  /** From now on the node is not ready: it is about to end. */
  public void handleDraining() {
    draining.set(true);
  }

  /** Runs all checks. */
  public Report check() {
    Map<String, FutureTask<Boolean>> running = new TreeMap<>();
    checks.forEach(
        (name, check) -> {
          FutureTask<Boolean> task = new FutureTask<>(check::getAsBoolean);
          running.put(name, task);
          Thread.ofVirtual().name("health-" + name).start(task);
        });
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CHECK_MS);
    Map<String, Boolean> results = new TreeMap<>();
    running.forEach((name, task) -> results.put(name, well(task, deadlineNs)));
    results.put("accepting", !draining.get());
    return new Report(!results.containsValue(false), results);
  }

  private static boolean well(FutureTask<Boolean> task, long deadlineNs) {
    try {
      return task.get(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException unwell) {
      task.cancel(true);
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * What the checks found.
   *
   * @param ready whether all are well
   * @param checks each check's result by name
   */
  public record Report(boolean ready, Map<String, Boolean> checks) {
    /** Copies the map. */
    public Report {
      checks = Map.copyOf(checks);
    }
  }
}
