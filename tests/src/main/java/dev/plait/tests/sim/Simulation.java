package dev.plait.tests.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds on all cores; every seed runs on one thread, so threads change nothing. */
final class Simulation {
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

  synchronized long violationCount() {
    return violationCount;
  }

  synchronized SimCounts counts() {
    return counts;
  }
}
