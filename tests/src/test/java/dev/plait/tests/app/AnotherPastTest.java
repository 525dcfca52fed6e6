package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.peer.json.Json;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's folder that is put back to an older copy, or used from two copies (DLV-22). */
@Tag("waits")
class AnotherPastTest {
  @TempDir Path folder;

  @Test
  void whatIsSaidFromAFolderThatWasPutBackArrives() throws Exception {
    Path ada = folder.resolve("ada");
    try (NodeHere node = NodeHere.start(folder);
        Program listener = listen(node.uri())) {
      say(node.uri(), ada, "m1");
      copy(ada, folder.resolve("older"));
      say(node.uri(), ada, "m2", "m3", "m4");
      delete(ada);
      copy(folder.resolve("older"), ada);

      Program first = sayOne(node.uri(), ada, "m5");
      say(node.uri(), ada, "m6", "m7", "m8");

      assertThat(first.errors()).contains("went back to an earlier state");
      awaitTexts(listener, "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
    }
  }

  @Test
  void whoOnlyListensInAFolderThatWasPutBackIsToldToo() throws Exception {
    Path ada = folder.resolve("ada");
    try (NodeHere node = NodeHere.start(folder);
        Program listener = listen(node.uri())) {
      say(node.uri(), ada, "m1");
      copy(ada, folder.resolve("older"));
      say(node.uri(), ada, "m2");
      awaitTexts(listener, "m1", "m2");
      delete(ada);
      copy(folder.resolve("older"), ada);

      try (Program put = program(node.uri(), "listen", "ada", ada)) {
        put.awaitErrors("went back to an earlier state");
      }
    }
  }

  @Test
  void whatIsSaidFromTwoCopiesInTurnArrives() throws Exception {
    Path ada = folder.resolve("ada");
    Path copy = folder.resolve("copy");
    try (NodeHere node = NodeHere.start(folder)) {
      try (Program listener = listen(node.uri())) {
        say(node.uri(), ada, "before");
        awaitTexts(listener, "before");
      }
      copy(ada, copy);

      say(node.uri(), copy, "k1");
      say(node.uri(), ada, "o1");
      say(node.uri(), copy, "k2");
      say(node.uri(), ada, "o2");

      try (Program listener = listen(node.uri())) {
        awaitTexts(listener, "k1", "o1", "k2", "o2");
      }
    }
  }

  /** SES-11: the evidence waits at the node until the device has taken it in. */
  @Test
  void aFolderThatWasPutBackIsFoundOutThoughTheFirstWelcomeIsLost() throws Exception {
    Path ada = folder.resolve("ada");
    try (NodeHere node = NodeHere.start(folder);
        WelcomeThief thief = new WelcomeThief(node.uri());
        Program listener = listen(node.uri())) {
      sayOne(thief.uri(), ada, "m1");
      copy(ada, folder.resolve("older"));
      listen(thief.uri(), "ada", ada).close(); // a start that says nothing leaves no number
      delete(ada);
      copy(folder.resolve("older"), ada);
      thief.steal(true);
      try (Program killed = program(thief.uri(), "listen", "ada", ada, "--json")) {
        thief.awaitTheft();
        assertThat(killed.output()).doesNotContain("went back to an earlier state");
      }
      thief.steal(false);

      Program first = sayOne(thief.uri(), ada, "m2");
      Program second = sayOne(thief.uri(), ada, "m3");

      assertThat(first.errors()).contains("went back to an earlier state");
      assertThat(second.errors()).doesNotContain("went back to an earlier state");
      awaitTexts(listener, "m1", "m2", "m3");
    }
  }

  private Program listen(URI node) throws Exception {
    return listen(node, "grace", folder.resolve("grace"));
  }

  private Program listen(URI server, String who, Path data) throws Exception {
    Program listener = program(server, "listen", who, data, "--json", "--accept");
    listener.awaitOutput("\"online\"");
    return listener;
  }

  /** A start of the library for each. */
  private void say(URI node, Path data, String... texts) throws Exception {
    for (String text : texts) {
      Speaker.sayOnce(node, data, "ada", "grace", text);
    }
  }

  private Program sayOne(URI server, Path data, String text) throws Exception {
    try (Program sender = program(server, "send", "ada", data, "--to", "grace", text)) {
      assertThat(sender.awaitEnd()).as(text + ": " + sender.errors()).isZero();
      return sender;
    }
  }

  private Program program(URI server, String command, String who, Path data, String... more)
      throws IOException {
    List<String> arguments = Program.arguments(server, data, command, who, more);
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
