package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds on all cores; every seed runs on one thread, so threads change nothing. */
final class Simulation {
  /** One of so many seeds may end with an epoch that begins for nothing, and one more. */
  private static final int FOR_NOTHING = 10_000;

  /** Violations worth printing; more of them are only counted. */
  private static final int MAX_KEPT = 20;

  private final List<SimRun.Result> violations = new ArrayList<>();
  private final SimCounts counts = new SimCounts();
  private long violationCount;

  /** Runs seeds {@code from} to {@code from + seeds - 1}. */
  static Simulation run(long from, long seeds, int threads) throws InterruptedException {
    Simulation simulation = new Simulation();
    AtomicLong next = new AtomicLong(from);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(Thread.ofPlatform().start(() -> simulation.work(next, from + seeds)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    simulation.violations.sort(Comparator.comparingLong(SimRun.Result::seed));
    return simulation;
  }

  private void work(AtomicLong next, long end) {
    SimCounts mine = new SimCounts();
    for (long seed; (seed = next.getAndIncrement()) < end; ) {
      SimRun.Result result = SimRun.run(seed, mine, null);
      if (result.violation() != null) {
        synchronized (this) {
          violationCount++;
          if (violations.size() < MAX_KEPT) {
            violations.add(result);
          }
        }
      }
    }
    synchronized (this) {
      counts.addAll(mine);
    }
  }

  synchronized List<SimRun.Result> violations() {
    return List.copyOf(violations);
  }

  /** Whether no seed broke anything, and few ended early. */
  synchronized boolean clean() {
    long most = 1 + counts.get(Kind.SEEDS) / FOR_NOTHING;
    return violationCount == 0 && counts.get(Kind.EPOCHS_FOR_NOTHING) <= most;
  }

  synchronized long violationCount() {
    return violationCount;
  }

  synchronized SimCounts counts() {
    return counts;
  }
}
