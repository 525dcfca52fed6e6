package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.app.Main;
import dev.plait.peer.json.Json;
import dev.plait.protocol.content.Content;
import dev.plait.tests.scenario.NodeHere;
import dev.plait.tests.scenario.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The chat as two people use it, each on a terminal, against a node. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the terminal is made by script of util-linux")
@Execution(ExecutionMode.CONCURRENT) // of the last to run, when nothing else is left
class ChatTest {
  @TempDir Path folder;

  @Test
  void twoPeopleTalkAndSeeHowFarTheirMessagesHaveCome() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        PseudoTerminal ada = chat(node.uri(), "ada");
        PseudoTerminal grace = chat(node.uri(), "grace")) {
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
  void whatIsNotDeliveredIsNamedWithTheReason() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        PseudoTerminal ada = chat(node.uri(), "ada");
        PseudoTerminal grace = chat(node.uri(), "grace")) {
      ada.awaitText("Hello ada.");
      grace.awaitText("Hello grace.");
      ada.type("/group tea\r/add grace\r");
      grace.awaitText("tea asks to talk with you");
      grace.type("/to #1\r/accept\r");
      ada.awaitText("tea online");
      grace.type("/quit\r");
      assertThat(grace.awaitEnd()).isZero();
      ada.type("are you there?\r");
      ada.awaitText("last: + stored");

      leave(node.uri(), "grace");

      ada.awaitText("! \"are you there?\" not delivered to grace: no longer in the");
    }
  }

  @Test
  void whileTheServerIsAwayAChannelCarriesOnAndTheStatusLineSaysBoth() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        PseudoTerminal ada = chat(node.uri(), "ada");
        PseudoTerminal grace = chat(node.uri(), "grace")) {
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
    try (NodeHere node = NodeHere.start(folder);
        PseudoTerminal ada = chat(node.uri(), "ada")) {
      ada.awaitText("Hello ada.");
      send(
          node.uri(),
          "grace",
          "ada",
          "one\u001b]52;c;ZXZpbA==\u0007\n12:00 me: two\u009b2J\u202Eeerht");

      ada.awaitText("grace asks to talk with you");
      ada.type("/to grace\r/accept\r");
      ada.awaitText(" grace: one");
      ada.awaitText("\n      12:00 me: two\uFFFD2J\uFFFDeerht");
      assertThat(ada.raw()).doesNotContain("\u001b]52").doesNotContain("\u009b");
    }
  }

  @Test
  void aGroupIsMadeRenamedAndLeft() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        PseudoTerminal ada = chat(node.uri(), "ada");
        PseudoTerminal grace = chat(node.uri(), "grace")) {
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
      grace.type("/to tea time\r");
      grace.awaitText("! \"tea time\" is not a handle");
      grace.awaitText("  /to #1   #1 tea time");
      grace.type("/to #1\r/accept\r");
      grace.awaitText("* accepted");
      ada.awaitText("tea time online");
      ada.type("/rename coffee\r");
      grace.awaitText("coffee online");
      ada.type("hello all\r");
      grace.awaitText(" ada: hello all");

      grace.type("/leave\r");
      grace.awaitText("* you have left #1 coffee");
      ada.awaitText("0 of 0 online");
      grace.type("anybody?\r");
      grace.awaitText("! nobody to talk to yet");
      assertThat(ada.text() + grace.text()).doesNotContain("Exception");
    }
  }

  @Test
  void whatWaitedIsShownOnceAtTheStart() throws Exception {
    try (NodeHere node = NodeHere.start(folder)) {
      meet(node.uri());
      for (String word : List.of("one", "two", "three")) {
        send(node.uri(), "ada", "grace", "waiting " + word);
      }

      try (PseudoTerminal grace = chat(node.uri(), "grace")) {
        grace.awaitText("ada: waiting three");
        send(node.uri(), "ada", "grace", "the end");
        grace.awaitText("ada: the end");
        assertThat(grace.text().lines().filter(line -> line.contains("ada: waiting"))).hasSize(3);
      }
    }
  }

  @Test
  void whatWasDeletedOrChangedIsNotPrintedAsItWas() throws Exception {
    try (NodeHere node = NodeHere.start(folder)) {
      meet(node.uri());
      try (Peer ada = peer(node.uri(), "ada")) {
        UUID conversation = ada.openDirect("grace").conversation();
        Outgoing secret = Speaker.say(ada, conversation, new Content.Text("password is hunter2"));
        Outgoing meet = Speaker.say(ada, conversation, new Content.Text("meet at 5"));
        Speaker.say(ada, conversation, new Content.Delete(secret.id()));
        Speaker.say(ada, conversation, new Content.Edit(meet.id(), "meet at 6"));
      }

      try (PseudoTerminal grace = chat(node.uri(), "grace")) {
        grace.awaitText("ada: (deleted)");
        grace.awaitText("ada: (edited) meet at 6");
        grace.type("/history\r/who\r");
        grace.awaitText("grace (you)");
        assertThat(grace.raw()).doesNotContain("hunter2").doesNotContain("meet at 5");
      }
    }
  }

  @Test
  void nobodyIsTakenForOneself() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        PseudoTerminal tara = chat(node.uri(), "tara")) {
      tara.awaitText("Hello tara.");
      for (String name : List.of("You", "me")) {
        rename(node.uri(), "mallory", name);
      }
      send(node.uri(), "mallory", "tara", "please pay 100");
      tara.awaitText("mallory (me) asks to talk with you: /to mallory, then /accept");
      tara.type("/to me\r");
      tara.awaitText("  /to mallory   mallory (me)");
      tara.type("/to mallory\r/accept\rwho are you?\r");
      tara.awaitText("last: + stored");
      tara.type("/history\r");
      tara.awaitText(" me: who are you?");

      assertThat(tara.text()).contains("mallory (me): please pay 100").contains("mallory (me)> ");
      assertThat(tara.raw()).doesNotContain("me: please");
    }
  }

  /** Ada and grace have talked; neither is there now. */
  private void meet(URI node) throws Exception {
    try (PseudoTerminal grace = chat(node, "grace")) {
      grace.awaitText("Hello grace.");
      send(node, "ada", "grace", "zero");
      grace.awaitText("ada asks to talk with you");
      grace.type("/to ada\r");
      grace.awaitText("ada: zero");
      grace.type("/accept\r");
      grace.awaitText("* accepted");
      grace.type("/quit\r");
      assertThat(grace.awaitEnd()).isZero();
    }
  }

  private Peer peer(URI node, String who) throws Exception {
    return Peer.connect(PeerOptions.of(node, who, "a password of " + who, folder.resolve(who)));
  }

  /** Gives somebody a display name. */
  private static void rename(URI node, String who, String name) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String named = "{\"displayName\": \"" + name + "\"}";
      ask(client, node, "/v1/profile", "PATCH", bearer(signIn(client, node, who)), named);
    }
  }

  /** Somebody leaves their one conversation, as from another device. */
  private static void leave(URI node, String who) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      Map<String, Object> session = signIn(client, node, who);
      String token = bearer(session);
      String all = ask(client, node, "/v1/conversations", "GET", token, "").body();
      String one =
          Json.text(Json.objects(Json.object(all), "conversations").getFirst(), "conversation");
      String membership = "/v1/conversations/" + one + "/members/" + Json.text(session, "account");
      assertThat(ask(client, node, membership, "DELETE", token, "").statusCode()).isEqualTo(204);
    }
  }

  private static String bearer(Map<String, Object> session) {
    return "Bearer " + Json.text(session, "accessToken");
  }

  /** Makes the account, or signs in to it. */
  private static Map<String, Object> signIn(HttpClient client, URI node, String who)
      throws Exception {
    String entrance =
        """
        {"handle": "%s", "password": "a password of %s", "deviceName": "phone"}
        """
            .formatted(who, who);
    HttpResponse<String> account = ask(client, node, "/v1/accounts", "POST", "", entrance);
    if (account.statusCode() != 201) {
      account = ask(client, node, "/v1/sessions", "POST", "", entrance);
    }
    return Json.object(account.body());
  }

  private static HttpResponse<String> ask(
      HttpClient client, URI node, String path, String method, String token, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
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

  private PseudoTerminal chat(URI node, String who) throws IOException {
    return PseudoTerminal.start(
        Main.class,
        Map.of("PLAIT_PASSWORD", "a password of " + who),
        List.of(
            "chat --sign-up --user",
            who,
            "--server",
            node.toString(),
            "--data",
            folder.resolve(who).toString()));
  }

  /** Somebody who is not at a terminal says something. */
  private void send(URI node, String from, String to, String text) throws Exception {
    Speaker.sayOnce(node, folder.resolve(from), from, to, text);
  }
}
