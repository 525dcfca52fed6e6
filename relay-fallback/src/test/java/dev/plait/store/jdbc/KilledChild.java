package dev.plait.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Starts a {@link CommittingChild}, ends something after a number of acknowledged commits, and
 * tells what the child had said by then.
 *
 * @param found the last entry that it found when it started, -1 when it did not get so far
 * @param acked the last entry that it said was durable, at least {@code found}
 */
record KilledChild(long found, long acked) {
  /** Runs a child; {@code kill} is called once, after so many groups, and must end the child. */
  static KilledChild run(DatabaseConfig config, int groups, Kill kill)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for seconds: a quick start counts.
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=4",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CommittingChild.class.getName(),
                config.url(),
                config.user(),
                config.password())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long found = -1;
    long acked = -1;
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      int left = groups;
      for (String line; (line = lines.readLine()) != null; ) {
        // The last line may be cut off by the kill: a shorter number is still a true one.
        if (line.matches("has \\d+")) {
          found = Long.parseLong(line.substring(4));
          acked = found;
        } else if (line.matches("ack \\d+")) {
          acked = Math.max(acked, Long.parseLong(line.substring(4)));
        }
        if (left-- == 0) {
          // Through the handle: the process itself would close the stream that is still read.
          kill.kill(child.toHandle());
        }
      }
    }
    child.waitFor();
    assertThat(found).as("the child could open the database").isNotNegative();
    return new KilledChild(found, acked);
  }

  /** Ends the child with -9, or what it needs to live. */
  interface Kill {
    void kill(ProcessHandle child) throws IOException;
  }
}
