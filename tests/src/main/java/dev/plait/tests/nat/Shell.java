package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the system. Stateless. */
final class Shell {
  private static final long MOST_S = 30;

  private Shell() {}

  /** Runs one to its end and returns what it printed; fails with that when it fails. */
  static String run(List<String> command) throws IOException, InterruptedException {
    return run(command, "");
  }

  /** The same with something on its standard input. */
  static String run(List<String> command, String input) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MOST_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + printed.strip());
    }
    return printed;
  }
}
