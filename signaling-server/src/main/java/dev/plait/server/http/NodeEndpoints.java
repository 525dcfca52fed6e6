package dev.plait.server.http;

import dev.plait.server.admission.Refusal;
import dev.plait.server.http.Router.Access;
import dev.plait.server.ops.Health;
import dev.plait.turn.program.ThisMachine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;

/** What the node tells about itself: keys, time, health, metrics. */
final class NodeEndpoints {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

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
        .add("GET", "/readyz", Access.PUBLIC, this::ready)
        .add("GET", "/metrics", Access.PUBLIC, this::metrics);
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

  private Reply metrics(Call call) {
    if (!ThisMachine.is(call.address()) && !hasMetricsToken(call)) {
      return Reply.problem(
          Refusal.UNAUTHENTICATED, "From elsewhere, /metrics needs plait.ops.metrics-token.");
    }
    return Reply.text(200, PROMETHEUS_TEXT, services.metrics().scrape());
  }

  private boolean hasMetricsToken(Call call) {
    String token = services.config().ops().metricsToken().value();
    String header = call.request().getHeaders().get(HttpHeader.AUTHORIZATION);
    return !token.isEmpty()
        && header != null
        && MessageDigest.isEqual(
            header.getBytes(StandardCharsets.UTF_8),
            ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
  }
}
