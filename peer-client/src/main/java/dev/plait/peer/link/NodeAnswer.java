package dev.plait.peer.link;

import dev.plait.peer.json.Json;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * Tells what a node has answered from what something on the way says in its place: a captive
 * portal, a proxy, another web server (section 8). Stateless.
 */
final class NodeAnswer {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int FIRST_PROBLEM = 400;

  /** Begins the {@code type} of each problem of a node; its {@code code} follows. */
  private static final String PROBLEM_TYPE = "urn:plait:problem:";

  private NodeAnswer() {}

  /**
   * What it says; empty for none.
   *
   * @param mediaType the Content-Type, empty for none
   * @throws ApiException with the node's problem, or {@link ApiException#strange} one
   */
  static Map<String, Object> read(URI base, int status, String mediaType, String text)
      throws ApiException {
    if (status == NO_CONTENT && text.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> body = objectOrEmpty(text);
    if (status >= FIRST_PROBLEM && isOf(mediaType, "application/problem+json")) {
      String code = Json.text(body, "code", "");
      if (!code.isEmpty() && Json.text(body, "type", "").equals(PROBLEM_TYPE + code)) {
        String title = Json.text(body, "title", code);
        throw new ApiException(status, code, Json.text(body, "detail", title));
      }
    }
    boolean done = status == OK || status == CREATED;
    if (!done || !isOf(mediaType, "application/json") || body.isEmpty()) {
      throw ApiException.strange(base, status);
    }
    return body;
  }

  private static Map<String, Object> objectOrEmpty(String text) {
    try {
      return Json.object(text);
    } catch (IllegalArgumentException noJson) {
      return Map.of();
    }
  }

  /** Whether a Content-Type is that, with whatever parameters. */
  private static boolean isOf(String mediaType, String wanted) {
    return mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(wanted);
  }
}
