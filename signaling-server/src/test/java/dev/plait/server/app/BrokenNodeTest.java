package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.turn.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that relays nothing any more does not stay. */
class BrokenNodeTest {
  @TempDir Path folder;

  @Test
  void aBugThatEndsTheRelayEndsTheNodeWithItsReason() throws Exception {
    Path errors = folder.resolve("errors");
    Process node = start(errors);
    try {
      assertThat(node.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(node.exitValue()).isEqualTo(Program.FAILED);
      assertThat(Files.readString(errors))
          .contains("The relay has failed by a mistake of ours, so the node ends")
          .contains("IllegalStateException: a bug");
    } finally {
      node.destroyForcibly();
    }
  }

  private Process start(Path errors) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokenNode.class.getName(),
                folder.resolve("data").toString()))
        .redirectErrorStream(true)
        .redirectOutput(errors.toFile())
        .start();
  }
}
