package dev.plait.server.http;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCookie;
import org.jspecify.annotations.Nullable;

/**
 * What goes back: status, headers beside the usual ones, and a body that is JSON unless it is text.
 *
 * @param status HTTP status
 * @param headers further headers
 * @param mediaType of the body
 * @param body a tree of maps, lists, texts, numbers; or text for other media types; null for none
 * @param cookies to set
 * @param tagged whether a client that has the same body already is spared it
 */
record Reply(
    int status,
    Map<String, String> headers,
    String mediaType,
    @Nullable Object body,
    List<HttpCookie> cookies,
    boolean tagged) {
  static final String JSON = "application/json";

  /** When to ask a server again that cannot answer now. */
  static final String SOON_S = "2";

  static final String PROBLEM = "application/problem+json";

  /** By this a client tells a problem of a node from what others answer: the code follows. */
  static final String PROBLEM_TYPE = "urn:plait:problem:";

  /** One that sets no cookies. */
  Reply(int status, Map<String, String> headers, String mediaType, @Nullable Object body) {
    this(status, headers, mediaType, body, List.of(), false);
  }

  static Reply ok(Object body) {
    return new Reply(200, Map.of(), JSON, body);
  }

  static Reply created(Object body) {
    return new Reply(201, Map.of(), JSON, body);
  }

  static Reply noContent() {
    return new Reply(204, Map.of(), JSON, null);
  }

  static Reply text(int status, String mediaType, String body) {
    return new Reply(status, Map.of(), mediaType, body);
  }

  /** An error after RFC 9457. */
  static Reply problem(Refusal refusal, String detail) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", PROBLEM_TYPE + refusal.code());
    body.put("title", refusal.code().replace('-', ' '));
    body.put("status", refusal.status());
    body.put("code", refusal.code());
    body.put("detail", detail.isEmpty() ? refusal.advice() : detail + " " + refusal.advice());
    Map<String, String> headers =
        switch (refusal.status()) {
          case 401 -> Map.of("WWW-Authenticate", "Bearer realm=\"plait\"");
          case 426 -> Map.of("Upgrade", "websocket");
          case 503 -> Map.of("Retry-After", SOON_S);
          default -> Map.of();
        };
    return new Reply(refusal.status(), headers, PROBLEM, body);
  }

  static Reply problem(Refusal refusal) {
    return problem(refusal, "");
  }

  /** The reply that {@code render} makes of a success, or the problem. */
  static <T> Reply of(Outcome<T> outcome, Function<T, Reply> render) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> render.apply(value);
      case Outcome.Refused<T>(var refusal, var detail) -> problem(refusal, detail);
    };
  }

  /** Says when to ask again, in whole seconds (RFC 9110 §10.2.3). */
  Reply after(long waitMs) {
    return with("Retry-After", Long.toString(Math.max(1, Math.ceilDiv(waitMs, 1_000))));
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, mediaType, body, cookies, tagged);
  }

  Reply with(HttpCookie cookie) {
    List<HttpCookie> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Reply(status, headers, mediaType, body, more, tagged);
  }

  /** The same with an ETag; 304 without a body for whoever names it (RFC 9110 §13.1.2). */
  Reply withTag() {
    return new Reply(status, headers, mediaType, body, cookies, true);
  }
}
