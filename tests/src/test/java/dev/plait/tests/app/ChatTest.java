package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.tests.scenario.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The chat as two people use it, each on a terminal, against a node in a process of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the terminal is made by script of util-linux")
class ChatTest {
  @TempDir Path folder;

  @Test
  void twoPeopleTalkAndSeeHowFarTheirMessagesHaveCome() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        PseudoTerminal ada = chat(node, "ada");
        PseudoTerminal grace = chat(node, "grace")) {
      introduce(ada, grace);
      ada.awaitText("grace online");
      ada.type("hello grace\r");
      grace.awaitText(" ada: hello grace");
      ada.awaitText("last: vv read");

      grace.type("I am ");
      ada.awaitText("grace is typing");
      grace.type("well\r");
      ada.awaitText(" grace: I am well");
      grace.type("/history\r");
      grace.awaitText(" me: I am well");
      ada.awaitText("path: direct");
      ada.type("/path\r");
      ada.awaitText("grace: direct (");
      ada.type("/who\r");
      ada.awaitText("grace (online)");
      ada.type("/nonsense\r");
      ada.awaitText("/help shows all");

      ada.type("/quit\r");
      assertThat(ada.awaitEnd()).isZero();
      grace.awaitText("ada offline");
      grace.type("\u0004");
      assertThat(grace.awaitEnd()).isZero();
      assertThat(ada.text()).doesNotContain("Exception");
      assertThat(ada.raw() + grace.raw()).doesNotContain("attach");
    }
  }

  @Test
  void whileTheServerIsAwayAChannelCarriesOnAndTheStatusLineSaysBoth() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        PseudoTerminal ada = chat(node, "ada");
        PseudoTerminal grace = chat(node, "grace")) {
      introduce(ada, grace);
      ada.awaitText("path: direct");

      node.kill();

      ada.awaitText("! no server | grace");
      ada.type("still here\r");
      grace.awaitText(" ada: still here");
      ada.awaitText("| path: direct | last: vv read");
    }
  }

  @Test
  void whatOthersSayCannotSteerTheTerminal() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        PseudoTerminal ada = chat(node, "ada")) {
      ada.awaitText("Hello ada.");
      send(node, "grace", "ada", "one\u001b]52;c;ZXZpbA==\u0007\n12:00 me: two\u009b2J\u202Eeerht");

      ada.awaitText(" grace: one");
      ada.awaitText("\n      12:00 me: two\uFFFD2J\uFFFDeerht");
      assertThat(ada.raw()).doesNotContain("\u001b]52").doesNotContain("\u009b");
    }
  }

  @Test
  void aGroupIsMadeRenamedAndLeft() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        PseudoTerminal ada = chat(node, "ada");
        PseudoTerminal grace = chat(node, "grace")) {
      ada.awaitText("Hello ada.");
      grace.awaitText("Hello grace.");
      ada.type("/add grace\r");
      ada.awaitText("! nobody to talk to yet");
      ada.type("/group tea time\r");
      ada.awaitText("tea time>");
      ada.type("/add\r");
      ada.awaitText("! /add NAME");
      ada.type("/add nobody\r");
      ada.awaitText("! there is no nobody here");
      ada.type("/add grace\r");
      ada.awaitText("* grace is invited");
      grace.awaitText("tea time asks to talk with you");
      grace.type("/to tea time\r/accept\r");
      grace.awaitText("* accepted");
      ada.awaitText("tea time online");
      ada.type("/rename coffee\r");
      grace.awaitText("coffee online");
      ada.type("hello all\r");
      grace.awaitText(" ada: hello all");

      grace.type("/leave\r");
      grace.awaitText("* you have left coffee");
      ada.awaitText("0 of 0 online");
      grace.type("anybody?\r");
      grace.awaitText("! nobody to talk to yet");
      assertThat(ada.text() + grace.text()).doesNotContain("Exception");
    }
  }

  private static void introduce(PseudoTerminal ada, PseudoTerminal grace) throws Exception {
    ada.awaitText("Hello ada.");
    grace.awaitText("Hello grace.");
    ada.type("/to grace\r");
    ada.awaitText("has not accepted yet");
    grace.awaitText("ada asks to talk with you");
    grace.type("/to ada\r/accept\r");
    grace.awaitText("* accepted");
  }

  private PseudoTerminal chat(NodeProcess node, String who) throws IOException {
    return PseudoTerminal.start(
        Main.class,
        Map.of("PLAIT_PASSWORD", "a password of " + who),
        List.of(
            "chat --sign-up --user",
            who,
            "--server",
            node.uri().toString(),
            "--data",
            folder.resolve(who).toString()));
  }

  private void send(NodeProcess node, String from, String to, String text)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            Main.class.getName(),
            "send",
            "--sign-up",
            "--user",
            from,
            "--server",
            node.uri().toString(),
            "--data",
            folder.resolve(from).toString(),
            "--to",
            to,
            text);
    builder.environment().put("PLAIT_PASSWORD", "a password of " + from);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor()).isZero();
  }
}
