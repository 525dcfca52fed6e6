package dev.plait.server.http;

import dev.plait.server.conversation.OpenRequests;
import dev.plait.server.http.Router.Access;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Requests that wait for an answer: to look at, and to say no to. Stateless beside its services.
 */
final class RequestEndpoints {
  private final Services services;

  RequestEndpoints(Services services) {
    this.services = services;
  }

  void addTo(Router router) {
    router
        .add("GET", "/v1/requests", Access.SIGNED_IN, this::list)
        .add("GET", "/v1/requests/{conversation}", Access.SIGNED_IN, this::open)
        .add("POST", "/v1/conversations/{conversation}/decline", Access.SIGNED_IN, this::decline)
        .add("POST", "/v1/requests/decline", Access.SIGNED_IN, this::declineAll);
  }

  private Reply list(Call call) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "requests",
        services.openRequests().of(call.account()).stream().map(RequestEndpoints::json).toList());
    return Reply.ok(tree).withTag();
  }

  private Reply open(Call call) {
    return Reply.of(
        services.openRequests().open(call.account(), call.id("conversation")),
        opened -> {
          Map<String, Object> tree = json(opened.line());
          tree.put("entries", opened.entries().stream().map(RequestEndpoints::json).toList());
          return Reply.ok(tree);
        });
  }

  private Reply decline(Call call) {
    return Reply.of(
        services.requests().decline(call.account(), call.id("conversation")),
        declined -> Reply.noContent());
  }

  private Reply declineAll(Call call) {
    services.requests().declineAll(call.account());
    return Reply.noContent();
  }

  private static Map<String, Object> json(OpenRequests.Line line) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("conversation", line.conversation().toString());
    tree.put("kind", line.kind().name().toLowerCase(Locale.ROOT));
    tree.put("title", line.title());
    tree.put("by", line.by().toString());
    tree.put("handle", line.handle());
    tree.put("displayName", line.displayName());
    tree.put("members", line.members());
    tree.put("atMs", line.atMs());
    return tree;
  }

  private static Map<String, Object> json(OpenRequests.Said said) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("account", said.account().toString());
    tree.put("id", said.id().toString());
    tree.put("body", said.body().toBase64());
    tree.put("atMs", said.atMs());
    return tree;
  }
}
