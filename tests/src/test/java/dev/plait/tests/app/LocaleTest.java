package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs whose locale knows ASCII only, as those of cron, services and containers. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere Java reads arguments as they are")
class LocaleTest {
  private static final String GREETING = "Grüße aus Köln 日本 👍";

  @TempDir Path folder;

  @Test
  void whatIsSaidAndWhatIsPrintedIsUtf8WhateverTheLocaleSays() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        Program json = program(node.uri(), "C", "listen", "grace", "--json", "--accept");
        Program words = program(node.uri(), "POSIX", "listen", "carol", "--accept")) {
      json.awaitOutput("\"online\"");
      send(node.uri(), "C", "grace", octal(GREETING), 0);
      send(node.uri(), "C.UTF-8", "grace", octal("again: " + GREETING), 0);
      send(node.uri(), "POSIX", "carol", octal(GREETING), 0);

      json.awaitOutput("\"text\":\"" + GREETING + "\"");
      json.awaitOutput("\"text\":\"again: " + GREETING + "\"");
      words.awaitOutput("ada: " + GREETING);
    }
  }

  @Test
  void whatIsNoUtf8IsRefusedInWordsAndNotSent() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      try (Program sender = send(null, locale, "grace", "K\\0366ln", 2)) {
        assertThat(sender.errors().lines().findFirst().orElseThrow())
            .isEqualTo("an argument is no text in UTF-8: K\uFFFDln");
      }
    }
  }

  @Test
  void aFileNameThatTheLocaleCannotSayIsNamed() throws Exception {
    try (Program sender = send(null, "C", "grace", octal(GREETING), 2, "--data", octal("Köln"))) {
      assertThat(sender.errors())
          .contains("'Köln' cannot be the name of a file here")
          .contains("LC_ALL")
          .doesNotContain("Exception");
    }
  }

  private Program send(
      @Nullable URI node, String locale, String to, String text, int exit, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--to", to));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--", text));
    Program sender = program(node, locale, "send", "ada", arguments.toArray(String[]::new));
    assertThat(sender.awaitEnd()).as(sender.errors()).isEqualTo(exit);
    return sender;
  }

  private Program program(
      @Nullable URI node, String locale, String command, String who, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command, "--sign-up", "--user", who));
    arguments.addAll(List.of("--server", node == null ? "http://127.0.0.1:1" : node.toString()));
    if (!List.of(more).contains("--data")) {
      arguments.addAll(List.of("--data", folder.resolve(who).toString()));
    }
    arguments.addAll(List.of(more));
    return Program.startThroughPrintf(
        Main.class,
        folder,
        Map.of("PLAIT_PASSWORD", "a password of " + who, "LC_ALL", locale),
        arguments);
  }

  /** The bytes for printf: how this test was started does not matter then. */
  private static String octal(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      escaped.append(one > 0 ? String.valueOf((char) one) : "\\0%o".formatted(one & 0xff));
    }
    return escaped.toString();
  }
}
