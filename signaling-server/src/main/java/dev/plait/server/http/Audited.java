package dev.plait.server.http;

import static java.util.Map.entry;

import dev.plait.server.http.Router.Found;
import dev.plait.server.http.Router.Route;
import dev.plait.server.ops.AuditLog;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Tells the audit log of the requests that it is for, whatever comes of them. Stateless. */
final class Audited {
  /** What each is called, by method and path. */
  private static final Map<String, String> EVENTS =
      Map.ofEntries(
          entry("POST /v1/accounts", "sign-up"),
          entry("POST /v1/sessions", "sign-in"),
          entry("POST /v1/sessions/refresh", "refresh"),
          entry("DELETE /v1/sessions/current", "sign-out"),
          entry("DELETE /v1/sessions", "sign-out-everywhere"),
          entry("POST /v1/password", "password"),
          entry("GET /v1/account/export", "account-export"),
          entry("POST /v1/account/delete", "account-delete"),
          entry("PATCH /v1/devices/{device}", "device-rename"),
          entry("DELETE /v1/devices/{device}", "device-revoke"),
          entry("POST /v1/conversations/{conversation}/block", "block"),
          entry("DELETE /v1/blocks/{account}", "unblock"));

  private static final String ACCOUNT = Audited.class.getName() + ".account";
  private static final String DEVICE = Audited.class.getName() + ".device";
  private static final String EVENT = Audited.class.getName() + ".event";

  private final AuditLog log = new AuditLog();

  /** Notes whom the request is about, as far as that is known. */
  static void about(Request request, UUID account, @Nullable UUID device) {
    request.setAttribute(ACCOUNT, account);
    request.setAttribute(DEVICE, device);
  }

  /** Notes that the request is another event than its path says. */
  static void as(Request request, String event) {
    request.setAttribute(EVENT, event);
  }

  /** Writes a line, when the request is one of those. */
  void handleReply(Request request, @Nullable Found found, Reply reply, String network) {
    Route route = found == null ? null : found.route();
    if (found == null || route == null) {
      return;
    }
    String event =
        request.getAttribute(EVENT) instanceof String noted
            ? noted
            : EVENTS.get(request.getMethod() + " " + route.template());
    boolean done = reply.status() < 400;
    // Every device renews its tokens every few minutes.
    if (event == null || (done && event.equals("refresh"))) {
      return;
    }
    UUID account = (UUID) request.getAttribute(ACCOUNT);
    log.write(
        event,
        done ? "done" : code(reply),
        account,
        (UUID) request.getAttribute(DEVICE),
        account == null ? null : target(found),
        network);
  }

  /** What the path names; each of these has one parameter at most. */
  private static @Nullable UUID target(Found found) {
    return found.parameters().values().stream().findFirst().map(JsonBody::uuidOrNull).orElse(null);
  }

  private static String code(Reply reply) {
    return reply.body() instanceof Map<?, ?> problem && problem.get("code") instanceof String code
        ? code
        : Integer.toString(reply.status());
  }
}
