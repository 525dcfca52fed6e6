package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a laboratory that was killed leaves behind goes at the next start of one. */
class LeftoversTest {
  @BeforeEach
  void needNamespaces() throws Exception {
    assumeTrue(Requirements.missing().isEmpty(), "SKIPPED, no NAT laboratory here");
  }

  @Test
  void namespacesOfTheDeadGoWithAllThatRunsInThemAndThoseOfTheLivingStay() throws Exception {
    String dead = "plait-" + pidOfTheDead() + "-1-symmetric1";
    Shell.run(List.of("ip", "netns", "add", dead));
    Path etc = Files.createDirectories(Namespace.ETC.resolve(dead));
    Files.writeString(etc.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
    Process orphan = new ProcessBuilder("ip", "netns", "exec", dead, "sleep", "600").start();
    try (Namespace living = Namespace.make("living")) {
      awaitIn(dead, orphan);

      Leftovers.prepare();

      assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(Shell.run(List.of("ip", "netns"))).doesNotContain(dead).contains(living.name());
      assertThat(etc).doesNotExist();
    } finally {
      orphan.destroyForcibly();
    }
  }

  private static void awaitIn(String namespace, Process process) {
    String pid = Long.toString(process.pid());
    await()
        .until(
            () ->
                Shell.run(List.of("ip", "netns", "pids", namespace)).lines().anyMatch(pid::equals));
  }

  private static long pidOfTheDead() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }
}
