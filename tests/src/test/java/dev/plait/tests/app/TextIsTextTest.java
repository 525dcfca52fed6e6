package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.peer.json.Json;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code send} is given to say is said as it is, and nothing else is. */
class TextIsTextTest {
  private static final byte[] NOTHING = {};

  @TempDir Path folder;

  @Test
  void whateverATextBeginsWithItArrivesAsItIs() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "private-key-of-the-sender");
    try (NodeHere node = NodeHere.start(folder);
        Program listener = program(node.uri(), "listen", "grace", NOTHING, "--json", "--accept")) {
      listener.awaitOutput("\"online\"");

      send(node.uri(), NOTHING, "@" + secret);
      send(node.uri(), NOTHING, "--", "@" + secret);
      send(node.uri(), NOTHING, "-1 degrees");
      send(node.uri(), NOTHING, "-hello to you");
      send(node.uri(), NOTHING, "--", "--help");
      send(node.uri(), NOTHING, "--", "-");
      send(node.uri(), "two lines\n  of a pipe".getBytes(StandardCharsets.UTF_8), "-");
      send(node.uri(), "ended, $HOME 'as' it \\is\\\n".getBytes(StandardCharsets.UTF_8), "-");

      listener.awaitOutput("as' it");
      assertThat(texts(listener))
          .containsExactly(
              "@" + secret,
              "@" + secret,
              "-1 degrees",
              "-hello to you",
              "--help",
              "-",
              "two lines\n  of a pipe",
              "ended, $HOME 'as' it \\is\\");
      assertThat(listener.output()).doesNotContain("private-key-of-the-sender");
    }
  }

  @Test
  void everyLineOfAPipeIsSaidInAChatAlsoTheLastThatHasNoEnd() throws Exception {
    String said =
        "wow!!\n\\o/ 'as' it is\n  indented,\twith a tab \n\n\u0015under\u0008 control\r\nno end";
    byte[] lines = ("/to grace\n" + said).getBytes(StandardCharsets.UTF_8);
    try (NodeHere node = NodeHere.start(folder);
        Program listener = program(node.uri(), "listen", "grace", NOTHING, "--json", "--accept")) {
      listener.awaitOutput("\"online\"");

      try (Program chat = program(node.uri(), "chat", "ada", lines)) {
        assertThat(chat.awaitEnd()).as(chat.errors()).isZero();
        assertThat(chat.errors()).doesNotContain("Exception");
      }

      listener.awaitOutput("no end");
      assertThat(texts(listener))
          .containsExactly(
              "wow!!",
              "\\o/ 'as' it is",
              "  indented,\twith a tab ",
              "\u0015under\u0008 control",
              "no end");
    }
  }

  @Test
  void whatIsNoTextIsRefusedBeforeAnybodyIsAsked() throws Exception {
    assertRefused(2, "the text is empty", NOTHING, "");
    assertRefused(2, "the text is empty", NOTHING, " \t");
    assertRefused(2, "the text is empty", NOTHING, "-");
    assertRefused(2, "the text is empty", "\n".getBytes(StandardCharsets.UTF_8), "-");
    assertRefused(2, "one text", NOTHING);
    assertRefused(2, "one text, in quotes", NOTHING, "hello", "world");
    assertRefused(2, "there is no option --wiat", NOTHING, "--wiat", "5", "hello");
    assertRefused(2, "a text that looks like one goes after --", NOTHING, "--sign-upp");
    assertRefused(1, "no text in UTF-8", new byte[] {'a', (byte) 0xe9, 'b'}, "-");
    assertRefused(1, "longer than one message", new byte[40_000], "-");
  }

  private void assertRefused(int exit, String why, byte[] input, String... text) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("send", "--server", "http://127.0.0.1:1"));
    arguments.addAll(List.of("--user", "ada", "--to", "grace"));
    arguments.addAll(List.of("--data", folder.resolve("ada").toString()));
    arguments.addAll(List.of(text));
    try (Program program =
        Program.start(Main.class, folder, Map.of("PLAIT_PASSWORD", "x"), arguments, input)) {
      assertThat(program.awaitEnd()).as(why).isEqualTo(exit);
      assertThat(program.errors().lines().findFirst().orElseThrow()).contains(why);
      assertThat(program.errors()).doesNotContain("Exception");
      assertThat(program.output()).isEmpty();
      assertThat(folder.resolve("ada")).doesNotExist();
    }
  }

  private void send(URI node, byte[] input, String... text) throws Exception {
    List<String> more = new ArrayList<>(List.of("--to", "grace"));
    more.addAll(List.of(text));
    try (Program sender = program(node, "send", "ada", input, more.toArray(String[]::new))) {
      assertThat(sender.awaitEnd()).as(sender.errors()).isZero();
    }
  }

  private Program program(URI node, String command, String who, byte[] input, String... more)
      throws IOException {
    List<String> arguments = Program.arguments(node, folder.resolve(who), command, who, more);
    return Program.start(
        Main.class, folder, Map.of("PLAIT_PASSWORD", "a password of " + who), arguments, input);
  }

  private static List<String> texts(Program listener) {
    return listener
        .output()
        .lines()
        .map(Json::object)
        .filter(line -> Json.text(line, "event").equals("message"))
        .map(line -> Json.text(line, "text"))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
