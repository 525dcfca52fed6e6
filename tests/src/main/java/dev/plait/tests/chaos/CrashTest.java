package dev.plait.tests.chaos;

import dev.plait.tests.scenario.DiskCopy;
import dev.plait.tests.scenario.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Plays many plans, several in one world; what a finding happened in is kept. */
final class CrashTest {
  /** Transcripts are compared whole after each run, so a world must not grow old. */
  private static final int RUNS_PER_WORLD = 20;

  private final Path folder;
  private final PrintStream out;
  private final CrashCounts counts = new CrashCounts();
  private @Nullable CrashWorld world;
  private boolean worldIsDirect;
  private int worldRuns;

  /**
   * Nothing happens yet.
   *
   * @param folder for data and logs; those without a finding are deleted
   * @param out hears of each run
   */
  CrashTest(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Plays the plans of a range of seeds; those with data channels come last. */
  CrashCounts run(long fromSeed, int runs) throws IOException, InterruptedException {
    List<CrashPlan> plans =
        LongStream.range(fromSeed, fromSeed + runs)
            .mapToObj(CrashPlan::draw)
            .sorted(Comparator.comparing(CrashPlan::direct))
            .toList();
    try {
      for (CrashPlan plan : plans) {
        one(plan);
      }
    } finally {
      leave(false);
    }
    return counts;
  }

  private void one(CrashPlan plan) throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    String finding = play(plan);
    counts.add(plan);
    out.printf(
        Locale.ROOT,
        "seed %d: %s; %.1f s%n",
        plan.seed(),
        finding == null ? describe(plan) : "FINDING: " + finding + "; " + plan,
        (System.nanoTime() - startNs) / 1e9);
    if (finding != null) {
      counts.finding();
      if (world != null) {
        out.println("  what was there is kept in " + world.folder());
      }
      leave(true);
    }
  }

  private static String describe(CrashPlan plan) {
    return "killed "
        + plan.blows().stream().map(Blow::victims).toList()
        + (plan.absent() ? ", receiver absent" : "")
        + (plan.direct() ? ", direct" : "");
  }

  /** What is wrong, or null. */
  private @Nullable String play(CrashPlan plan) throws IOException, InterruptedException {
    try {
      Verdict verdict = new CrashRun(enter(plan.direct()), plan).play();
      counts.add(verdict);
      return verdict.clean() ? null : verdict.json();
    } catch (TimeoutException | IllegalStateException stuck) {
      return String.valueOf(stuck.getMessage());
    } catch (IOException died) {
      return "a process died by itself: " + died.getMessage();
    }
  }

  private CrashWorld enter(boolean direct)
      throws IOException, InterruptedException, TimeoutException {
    CrashWorld current = world;
    if (current != null && worldIsDirect == direct && worldRuns++ < RUNS_PER_WORLD) {
      return current;
    }
    leave(false);
    CrashWorld fresh = new CrashWorld(Files.createTempDirectory(folder, "world"), direct);
    world = fresh;
    worldIsDirect = direct;
    worldRuns = 1;
    return fresh;
  }

  private void leave(boolean keep) throws IOException, InterruptedException {
    CrashWorld leaving = world;
    world = null;
    if (leaving != null) {
      leaving.close();
      if (!keep) {
        DiskCopy.delete(leaving.folder());
      }
    }
  }
}
