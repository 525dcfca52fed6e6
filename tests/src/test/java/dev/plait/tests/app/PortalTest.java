package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.tests.e2e.HttpFront;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers in the place of the node never ends a device (SES-12). */
class PortalTest {
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final List<Integer> STATUSES = List.of(403, 200, 401, 302, 511, 502);
  private static final String PAGE = "<h1>Accept the terms</h1>";

  @TempDir Path folder;

  @Test
  void aListenerGoesOnTryingWhateverAPortalAnswersAndComesBack() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        HttpFront front = new HttpFront(node.uri(), "")) {
      try (Program first = listen(front.uri(), true)) {
        first.awaitOutput("\"online\"");
      }
      AtomicInteger answers = new AtomicInteger();
      front.answerWith(_ -> answer(answers));
      try (Program listener = listen(front.uri(), false)) {
        until("each has been answered", () -> answers.get() > STATUSES.size());
        for (int status : STATUSES) {
          listener.awaitOutput("(HTTP " + status + ")");
        }
        assertThat(listener.output())
            .contains("cannot be reached", "sign in to this network", "does not reach it")
            .doesNotContain("stopped");

        front.answerWith(path -> path.endsWith("/connect") ? answer(answers) : null);
        int tokens = count(front, "/v1/sessions/refresh");
        until("it has a token again", () -> count(front, "/v1/sessions/refresh") > tokens);
        listener.awaitOutput("no WebSocket to it opens");

        front.answerWith(_ -> null);
        listener.awaitOutput("\"online\"");
        assertThat(listener.errors()).doesNotContain("Exception");
      }
    }
  }

  @Test
  void whoSignsInThroughAPortalIsToldOfIt() throws Exception {
    try (HttpFront front = new HttpFront(URI.create("http://127.0.0.1:9"), "")) {
      front.answerWith(_ -> new HttpFront.Answer(401, PAGE));
      try (Program listener = listen(front.uri(), true)) {
        assertThat(listener.awaitEnd()).isEqualTo(1);
        assertThat(listener.errors())
            .contains("something else answers in its place (HTTP 401)")
            .doesNotContain("password");
      }
      assertThat(front.asked()).as("no sign-up follows").containsExactly("/v1/sessions");
    }
  }

  /** Whoever answers may write anything into the sentence that a person reads. */
  @Test
  void whatAServerSaysSteersNoTerminal() throws Exception {
    String problem =
        """
        {"type": "urn:plait:problem:forbidden", "code": "forbidden", "title": "No", "status": 403,
         "detail": "Not \\u001b]0;here\\u0007 \\u202enow."}""";
    try (HttpFront front = new HttpFront(URI.create("http://127.0.0.1:9"), "")) {
      front.answerWith(_ -> new HttpFront.Answer(403, problem, "application/problem+json"));
      for (String command : List.of("listen", "chat", "send")) {
        List<String> arguments =
            Program.arguments(front.uri(), folder.resolve(command), command, "ada");
        if (command.equals("send")) {
          arguments.addAll(List.of("--to", "grace", "hello"));
        }
        try (Program program =
            Program.start(Main.class, folder, Map.of("PLAIT_PASSWORD", "a password"), arguments)) {
          assertThat(program.awaitEnd()).isEqualTo(1);
          assertThat(program.errors()).contains("Not \uFFFD]0;here\uFFFD \uFFFDnow.");
        }
      }
    }
  }

  private static HttpFront.Answer answer(AtomicInteger answers) {
    return new HttpFront.Answer(STATUSES.get(answers.getAndIncrement() % STATUSES.size()), PAGE);
  }

  private static int count(HttpFront front, String path) {
    return (int) front.asked().stream().filter(path::equals).count();
  }

  private static void until(String what, Callable<Boolean> holds) {
    Awaitility.await(what).atMost(WAIT).until(holds);
  }

  private Program listen(URI server, boolean withPassword) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("listen", "--json", "--sign-up", "--user", "grace"));
    arguments.addAll(List.of("--server", server.toString()));
    arguments.addAll(List.of("--data", folder.resolve("grace").toString()));
    Map<String, String> environment =
        withPassword ? Map.of("PLAIT_PASSWORD", "a password of grace") : Map.of();
    return Program.start(Main.class, folder, environment, arguments);
  }
}
