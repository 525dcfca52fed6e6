package dev.plait.tests.scenario;

import dev.plait.turn.program.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** {@code ./plait demo [--json]}: plays the main job and tells whether every promise was kept. */
public final class DemoMain {
  private DemoMain() {}

  /** Exits 0 only if nothing is lost, repeated, out of order, or in a state that was never true. */
  public static void main(String[] arguments) {
    Program.run(arguments, DemoMain::run);
  }

  private static int run(String[] arguments) throws IOException, InterruptedException {
    boolean json = List.of(arguments).equals(List.of("--json"));
    if (arguments.length > 0 && !json) {
      System.err.println("usage: plait demo [--json]");
      return Program.WRONG_USE;
    }
    return run(json, System.out) ? 0 : 1;
  }

  private static boolean run(boolean json, PrintStream out)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plait-demo");
    Verdict verdict;
    try {
      verdict = new Demo(folder, out).play();
    } catch (TimeoutException | IllegalStateException e) {
      System.err.println("The demo failed: " + e.getMessage() + ". Logs are in " + folder + ".");
      return false;
    }
    Tally tally = verdict.tally();
    out.printf(
        "%d sent, %d delivered, %d lost, %d repeated, %d out of order, %d false receipts;"
            + " transcripts %s%n",
        tally.sent(),
        tally.delivered(),
        tally.lost(),
        tally.duplicated(),
        tally.outOfOrder(),
        verdict.falseReceipts(),
        verdict.transcriptsEqual() ? "equal" : "DIFFERENT");
    if (json) {
      out.println(verdict.json());
    }
    if (verdict.clean()) {
      DiskCopy.delete(folder);
    } else {
      System.err.println("Logs and databases are in " + folder + ".");
    }
    return verdict.clean();
  }
}
