package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import dev.plait.turn.program.Program;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The simulator's command line: {@code --seeds N [--from S] [--json]}, or {@code --trace S} for
 * everything that happens in one seed. Exits with 1 on a violation.
 */
public final class SimulateMain {
  private static final String USAGE = "usage: simulate [--seeds N] [--from S] [--json] | --trace S";

  private SimulateMain() {}

  /** Runs the simulator. */
  public static void main(String[] args) {
    Program.run(args, given -> run(given, System.out));
  }

  static int run(String[] args, PrintStream out) throws InterruptedException {
    long seeds = 1_000;
    long from = 1;
    boolean json = false;
    try {
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--seeds" -> seeds = Long.parseLong(args[++i]);
          case "--from" -> from = Long.parseLong(args[++i]);
          case "--json" -> json = true;
          case "--trace" -> {
            return trace(Long.parseLong(args[++i]), out);
          }
          default -> throw new IllegalArgumentException(args[i]);
        }
      }
      if (seeds < 1) {
        throw new IllegalArgumentException("no seed at all finds nothing");
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
      System.err.println(USAGE);
      return 2;
    }
    long startNs = System.nanoTime();
    Simulation simulation = Simulation.run(from, seeds, Runtime.getRuntime().availableProcessors());
    double seconds = (System.nanoTime() - startNs) / 1e9;
    for (SimRun.Result result : simulation.violations()) {
      out.println("seed " + result.seed() + ": " + result.violation());
      out.println("  replay: ./plait simulate --trace " + result.seed());
    }
    report(simulation, seconds, json, out);
    return simulation.clean() ? 0 : 1;
  }

  private static void report(Simulation simulation, double seconds, boolean json, PrintStream out) {
    SimCounts counts = simulation.counts();
    if (!json) {
      for (Kind kind : Kind.values()) {
        out.printf(
            Locale.ROOT, "%-20s %,d%n", kind.name().toLowerCase(Locale.ROOT), counts.get(kind));
      }
      out.printf(
          Locale.ROOT,
          "%d violations, %.0f seeds per second%n",
          simulation.violationCount(),
          counts.get(Kind.SEEDS) / seconds);
      return;
    }
    StringBuilder line = new StringBuilder("{");
    for (Kind kind : Kind.values()) {
      line.append('"').append(camel(kind)).append("\":").append(counts.get(kind)).append(',');
    }
    line.append("\"violations\":").append(simulation.violationCount());
    line.append(",\"seedsPerSecond\":").append(Math.round(counts.get(Kind.SEEDS) / seconds));
    out.println(line.append('}'));
  }

  private static String camel(Kind kind) {
    StringBuilder name = new StringBuilder();
    for (String word : kind.name().split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(
          name.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return name.toString();
  }

  private static int trace(long seed, PrintStream out) {
    SimRun.Result result = SimRun.run(seed, new SimCounts(), out::println);
    out.println(
        "seed "
            + seed
            + ": "
            + (result.violation() == null ? "no violation" : result.violation())
            + ", trace "
            + Long.toHexString(result.traceHash()));
    return result.violation() == null ? 0 : 1;
  }
}
