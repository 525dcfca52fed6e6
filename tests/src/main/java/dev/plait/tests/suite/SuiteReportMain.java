package dev.plait.tests.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;

/**
 * Prints what a run of the tests has come to: {@code ROOT FAILURES}, the folder with the modules
 * and a file into which each failure is written as a line. Exits with 1 when there is one. Needs no
 * classes but those of its package: it is for when others are broken.
 */
public final class SuiteReportMain {
  private static final int SLOWEST = 8;

  private SuiteReportMain() {}

  /** Reads, prints, writes. */
  public static void main(String[] args) throws IOException {
    SuiteReport report = SuiteReport.read(Path.of(args[0]));
    Files.write(Path.of(args[1]), report.failures());
    report.classes().stream()
        .sorted(Comparator.comparingDouble(SuiteReport.Took::seconds).reversed())
        .limit(SLOWEST)
        .forEach(
            took -> System.out.printf(Locale.ROOT, "%6.1f s  %s%n", took.seconds(), took.name()));
    System.out.printf(
        "%d tests in %d classes, %d skipped, %d failed%n",
        report.tests(), report.classes().size(), report.skipped(), report.failures().size());
    report.failures().forEach(failure -> System.out.println("FAILED " + failure));
    System.exit(report.failures().isEmpty() ? 0 : 1);
  }
}
