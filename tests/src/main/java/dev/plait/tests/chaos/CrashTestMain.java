package dev.plait.tests.chaos;

import dev.plait.turn.program.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code ./plait crash-test --runs N [--from SEED] [--json]}: kills with -9 under load, restarts,
 * checks. Exits with 1 on any finding.
 */
public final class CrashTestMain {
  private static final String USAGE = "usage: plait crash-test [--runs N] [--from SEED] [--json]";

  private CrashTestMain() {}

  /** Runs it. */
  public static void main(String[] args) {
    Program.run(args, given -> run(given, System.out));
  }

  private static int run(String[] args, PrintStream out) throws IOException, InterruptedException {
    int runs = 20;
    long from = 1;
    boolean json = false;
    try {
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--runs" -> runs = Integer.parseInt(args[++i]);
          case "--from" -> from = Long.parseLong(args[++i]);
          case "--json" -> json = true;
          default -> throw new IllegalArgumentException(args[i]);
        }
      }
      if (runs < 1) {
        throw new IllegalArgumentException("no run at all finds nothing");
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
      System.err.println(USAGE);
      return 2;
    }
    Path folder = Files.createTempDirectory("plait-crash");
    CrashCounts counts = new CrashTest(folder, out).run(from, runs);
    if (counts.findings() == 0) {
      Files.delete(folder);
    }
    out.println(json ? counts.json() : counts.text());
    return counts.findings() == 0 ? 0 : 1;
  }
}
