package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.peer.json.Json;
import dev.plait.tests.scenario.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's folder that is put back to an older copy, or used from two copies (DLV-22). */
class AnotherPastTest {
  @TempDir Path folder;

  @Test
  void whatIsSaidFromAFolderThatWasPutBackArrives() throws Exception {
    Path ada = folder.resolve("ada");
    try (NodeProcess node = NodeProcess.start(folder);
        Program listener = listen(node)) {
      say(node, ada, "m1");
      copy(ada, folder.resolve("older"));
      say(node, ada, "m2", "m3", "m4");
      delete(ada);
      copy(folder.resolve("older"), ada);

      Program first = sayOne(node, ada, "m5");
      say(node, ada, "m6", "m7", "m8");

      assertThat(first.errors()).contains("went back to an earlier state");
      awaitTexts(listener, "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
    }
  }

  @Test
  void whoOnlyListensInAFolderThatWasPutBackIsToldToo() throws Exception {
    Path ada = folder.resolve("ada");
    try (NodeProcess node = NodeProcess.start(folder);
        Program listener = listen(node)) {
      say(node, ada, "m1");
      copy(ada, folder.resolve("older"));
      say(node, ada, "m2");
      awaitTexts(listener, "m1", "m2");
      delete(ada);
      copy(folder.resolve("older"), ada);

      try (Program put = program(node, "listen", "ada", ada)) {
        put.awaitErrors("went back to an earlier state");
      }
    }
  }

  @Test
  void whatIsSaidFromTwoCopiesInTurnArrives() throws Exception {
    Path ada = folder.resolve("ada");
    Path copy = folder.resolve("copy");
    try (NodeProcess node = NodeProcess.start(folder)) {
      try (Program listener = listen(node)) {
        say(node, ada, "before");
        awaitTexts(listener, "before");
      }
      copy(ada, copy);

      say(node, copy, "k1");
      say(node, ada, "o1");
      say(node, copy, "k2");
      say(node, ada, "o2");

      try (Program listener = listen(node)) {
        awaitTexts(listener, "k1", "o1", "k2", "o2");
      }
    }
  }

  private Program listen(NodeProcess node) throws Exception {
    Program listener =
        program(node, "listen", "grace", folder.resolve("grace"), "--json", "--accept");
    listener.awaitOutput("\"online\"");
    return listener;
  }

  private void say(NodeProcess node, Path data, String... texts) throws Exception {
    for (String text : texts) {
      sayOne(node, data, text);
    }
  }

  private Program sayOne(NodeProcess node, Path data, String text) throws Exception {
    try (Program sender = program(node, "send", "ada", data, "--to", "grace", text)) {
      assertThat(sender.awaitEnd()).as(text + ": " + sender.errors()).isZero();
      return sender;
    }
  }

  private Program program(NodeProcess node, String command, String who, Path data, String... more)
      throws IOException {
    List<String> arguments = Program.arguments(node.uri(), data, command, who, more);
    return Program.start(
        Main.class, folder, Map.of("PLAIT_PASSWORD", "a password of " + who), arguments);
  }

  /** Each once, in whichever order they came. */
  private static void awaitTexts(Program listener, String... texts) throws Exception {
    for (String text : texts) {
      listener.awaitOutput("\"" + text + "\"");
    }
    List<String> got = new ArrayList<>();
    for (String line : listener.output().lines().toList()) {
      Map<String, Object> event = Json.object(line);
      if (Json.text(event, "event").equals("message")) {
        got.add(Json.text(event, "text"));
      }
    }
    assertThat(got).containsExactlyInAnyOrder(texts);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
