package dev.plait.server.http;

import dev.plait.server.admission.Refusal;
import dev.plait.server.http.Router.Access;
import dev.plait.server.ops.Health;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the node tells about itself: keys, time, health. */
final class NodeEndpoints {
  private final Services services;

  NodeEndpoints(Services services) {
    this.services = services;
  }

  void addTo(Router router) {
    router
        .add("GET", "/v1/time", Access.PUBLIC, this::time)
        .add("GET", "/v1/connect", Access.PUBLIC, call -> Reply.problem(Refusal.UPGRADE_REQUIRED))
        .add("GET", "/.well-known/jwks.json", Access.PUBLIC, this::jwks)
        .add("GET", "/healthz", Access.PUBLIC, call -> Reply.ok(Map.of("status", "alive")))
        .add("GET", "/readyz", Access.PUBLIC, this::ready);
  }

  private Reply time(Call call) {
    return Reply.ok(Map.of("timeMs", services.clock().millis()));
  }

  private Reply jwks(Call call) {
    return Reply.ok(services.keys().published().toJSONObject(true))
        .with("Cache-Control", "public, max-age=300");
  }

  private Reply ready(Call call) {
    Health.Report report = services.health().check();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ready", report.ready());
    tree.put("checks", report.checks());
    return report.ready()
        ? Reply.ok(tree)
        : new Reply(503, Map.of("Retry-After", Reply.SOON_S), Reply.JSON, tree);
  }
}
