package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.tests.e2e.HttpFront;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that a proxy shows under a path: the address counts with all of it. */
class PathPrefixTest {
  @TempDir Path folder;

  @Test
  void programsReachANodeUnderAPath() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        HttpFront front = new HttpFront(node.uri(), "/a/chat")) {
      URI slash = URI.create(front.uri() + "/");
      try (Program listener =
          run("listen", "grace", front.uri(), "--sign-up", "--json", "--accept")) {
        listener.awaitOutput("\"online\"");
        try (Program sender = run("send", "ada", slash, "--sign-up", "--to", "grace", "hello")) {
          assertThat(sender.awaitEnd()).as(sender.errors()).isZero();
        }
        listener.awaitOutput("hello");
      }
      assertThat(front.asked())
          .contains("/a/chat/v1/accounts", "/a/chat/v1/connect")
          .allMatch(path -> path.startsWith("/a/chat/v1/"));

      try (Program doctor = run("doctor", "ada", slash)) {
        assertThat(doctor.awaitEnd()).as(doctor.output()).isZero();
        assertThat(doctor.output()).contains("the device of ada is signed in", "welcome comes");
      }
    }
  }

  private Program run(String command, String who, URI server, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command, "--user", who));
    arguments.addAll(List.of("--server", server.toString()));
    arguments.addAll(List.of("--data", folder.resolve(who).toString()));
    arguments.addAll(List.of(more));
    return Program.start(
        Main.class, folder, Map.of("PLAIT_PASSWORD", "a password of " + who), arguments);
  }
}
