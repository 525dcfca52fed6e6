package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.tests.scenario.DemoMain;
import dev.plait.tests.scenario.NodeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However a program ends, it says nothing or a sentence. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class EndsTest {
  /** 128 and the number of the signal. */
  private static final int SIGPIPE = 141;

  private static final int SIGTERM = 143;

  @TempDir Path folder;

  @Test
  void aListenerWhoseReaderHasGoneEndsWithoutAWord() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        Program listener =
            Program.startInto(
                "head -n 1",
                Main.class,
                folder,
                Map.of("PLAIT_PASSWORD", "a password of grace"),
                arguments(
                    node.uri().toString(),
                    "listen",
                    "--json",
                    "--data",
                    folder.resolve("grace").toString()))) {
      await(() -> !listener.output().isEmpty());
      node.kill(); // which is an event, so that there is something to say to nobody
      assertThat(listener.awaitEnd()).isEqualTo(SIGPIPE);
      assertThat(listener.output().lines()).hasSize(1);
      assertThat(listener.errors()).isEmpty();
    }
  }

  @Test
  void aPeerThatIsToldToEndWhileItStartsEndsWithoutAWord() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder)) {
      for (String begun : List.of("peer.lock", "peer.mv.db", "identity.properties")) {
        Path data = folder.resolve("of-" + begun);
        List<String> arguments = arguments(node.uri().toString(), "listen");
        arguments.addAll(List.of("--data", data.toString()));
        try (Program listener =
            Program.start(
                Main.class, folder, Map.of("PLAIT_PASSWORD", "a password of grace"), arguments)) {
          awaitFile(data.resolve(begun));
          listener.terminate();
          assertThat(listener.awaitEnd()).isEqualTo(SIGTERM);
          assertThat(listener.errors()).isEmpty();
        }
      }
    }
  }

  @Test
  void aNodeThatIsToldToEndWhileItStartsEndsInOrder() throws Exception {
    try (Program node = node("--port", "0", "--data", folder.resolve("data").toString())) {
      awaitFile(folder.resolve("data"));
      node.terminate();
      assertThat(node.awaitEnd()).isZero();
      assertSentences(node.errors().lines().filter(line -> !line.contains(" INFO ")).toList());
    }
  }

  @Test
  void aDemoThatIsToldToEndTakesItsProcessesWithIt() throws Exception {
    // What a demo leaves when it does not end by itself goes with the test.
    Map<String, String> here = Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder);
    try (Program demo = Program.start(DemoMain.class, folder, here, List.of())) {
      await(() -> !demo.children().isEmpty());
      List<ProcessHandle> children = demo.children();
      demo.terminate();
      assertThat(demo.awaitEnd()).isEqualTo(SIGTERM);
      await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      assertSentences(
          demo.errors().lines().filter(line -> !line.contains("JDK_JAVA_OPTIONS")).toList());
    }
  }

  @Test
  void whatANodeCannotStartWithIsToldInASentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no database");
    Files.createDirectory(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/plait.mv.db"), "no database".repeat(1_000));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String data = folder.resolve("data").toString();
      assertFails(1, "is no folder", node("--data", file.toString()));
      assertFails(1, "is damaged", node("--data", folder.resolve("broken").toString()));
      assertFails(1, "Choose another port", node("--port", port, "--data", data));
      assertFails(1, "'x' is not a whole number", node("--port", "x"));
      assertFails(1, "cannot be read", node("--config", folder.toString()));
      assertFails(2, "unknown option", node("--prot", "1"));
    }
  }

  @Test
  void whatAPeerCannotStartWithIsToldInASentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no database");
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve("peer.mv.db"), "no database".repeat(1_000));
    Files.writeString(broken.resolve("identity.properties"), "nonsense");
    assertFails(1, "is no folder", peer("listen", "--data", file.toString()));
    assertFails(1, "identity.properties", peer("listen", "--data", broken.toString()));
    assertFails(1, "does not answer", peer("chat", "--data", folder.resolve("new").toString()));
    assertFails(2, "'x' is not an int", peer("send", "--to", "ada", "--wait", "x", "hello"));
  }

  private static void assertFails(int exit, String why, Program started) throws Exception {
    try (Program program = started) {
      assertThat(program.awaitEnd()).as(program.errors()).isEqualTo(exit);
      assertThat(program.errors()).contains(why);
      assertSentences(program.errors().lines().toList());
    }
  }

  /** No stack traces, no names of classes. */
  private static void assertSentences(List<String> lines) {
    assertThat(String.join("\n", lines))
        .doesNotContain("\tat ", "Exception", "java.", "org.h2", "dev.plait.");
  }

  private static void awaitFile(Path file) {
    await(() -> Files.exists(file));
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  private Program node(String... arguments) throws IOException {
    return Program.start(dev.plait.server.app.Main.class, folder, Map.of(), List.of(arguments));
  }

  private Program peer(String command, String... more) throws IOException {
    List<String> arguments = arguments("http://127.0.0.1:1", command);
    arguments.addAll(List.of(more));
    return Program.start(
        Main.class, folder, Map.of("PLAIT_PASSWORD", "a password of grace"), arguments);
  }

  private List<String> arguments(String server, String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--sign-up", "--user", "grace"));
    arguments.addAll(List.of("--server", server));
    arguments.addAll(List.of(more));
    return arguments;
  }
}
