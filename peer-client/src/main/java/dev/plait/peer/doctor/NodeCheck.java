package dev.plait.peer.doctor;

import dev.plait.peer.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Whether what answers is a node, and ready. Stateless. */
final class NodeCheck {
  private static final int OK = 200;
  private static final int NOT_READY = 503;
  private static final int TEXT_CHARS_MAX = 80;

  private NodeCheck() {}

  /** True when it is one, ready or not. */
  static Answer<Boolean> make(Web web, Route route) throws InterruptedException {
    try {
      HttpResponse<String> time = web.get("/v1/time");
      return Web.json(time).get("timeMs") instanceof Long
          ? ready(web.get("/readyz"))
          : stranger(time);
    } catch (IOException e) {
      return Answer.failed(
          "no answer by HTTP" + route.throughProxy() + ": " + reason(e),
          "see whether the node runs and whether --server has http or https, host and port right");
    }
  }

  private static String reason(IOException why) {
    return Objects.requireNonNullElse(why.getMessage(), why.getClass().getSimpleName());
  }

  private static Answer<Boolean> ready(HttpResponse<String> answer) {
    Map<String, Object> said = Web.json(answer);
    if (answer.statusCode() == OK && Json.flag(said, "ready")) {
      return Answer.ok("a Plait node, and ready", true);
    }
    if (answer.statusCode() == NOT_READY && said.get("checks") instanceof Map<?, ?> checks) {
      String unwell =
          checks.entrySet().stream()
              .filter(check -> !Boolean.TRUE.equals(check.getValue()))
              .map(check -> shortened(String.valueOf(check.getKey())))
              .collect(Collectors.joining(", "));
      return new Answer<>(
          Outcome.FAILED,
          "a Plait node, but it is not ready: " + unwell,
          "read the node's log: its database may be away, or it is about to end",
          true);
    }
    return Answer.warning(
        "a Plait node; /readyz is not passed on (" + answer.statusCode() + ")",
        "let the proxy in front of the node pass on /readyz, or ask it on the node itself",
        true);
  }

  private static Answer<Boolean> stranger(HttpResponse<String> answer) {
    int status = answer.statusCode();
    String server = answer.headers().firstValue("Server").orElse("");
    String who = "HTTP " + status + (server.isEmpty() ? "" : ", " + shortened(server));
    if (status >= 300 && status < 400) {
      String to = answer.headers().firstValue("Location").orElse("elsewhere");
      return Answer.failed(
          "not a Plait node: a captive portal or another web server sends to " + shortened(to),
          "open a web page to sign in to this network, or correct --server");
    }
    if (status >= 502 && status <= 504) {
      return Answer.failed(
          "a proxy in front of the node answers that it does not reach it (" + who + ")",
          "start the node, or correct where the proxy sends to");
    }
    return Answer.failed(
        "not a Plait node: another web server or a captive portal answers (" + who + ")",
        "correct host and port of --server; sign in to this network if it asks for it");
  }

  private static String shortened(String text) {
    return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "...";
  }
}
