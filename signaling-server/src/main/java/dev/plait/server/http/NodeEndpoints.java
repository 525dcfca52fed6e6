package dev.plait.server.http;

import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.IceConfig;
import dev.plait.server.http.Router.Access;
import dev.plait.server.ops.Health;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;

/** What the node tells about itself: keys, time, ICE servers, health, metrics. */
final class NodeEndpoints {
  /** Static servers do not expire; clients ask again all the same, so that changes reach them. */
  private static final long ICE_LIFETIME_MS = Duration.ofHours(12).toMillis();

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Services services;

  NodeEndpoints(Services services) {
    this.services = services;
  }

  void addTo(Router router) {
    router
        .add("GET", "/v1/time", Access.PUBLIC, this::time)
        .add("GET", "/v1/ice-servers", Access.SIGNED_IN, this::iceServers)
        .add("GET", "/v1/connect", Access.PUBLIC, call -> Reply.problem(Refusal.UPGRADE_REQUIRED))
        .add("GET", "/.well-known/jwks.json", Access.PUBLIC, this::jwks)
        .add("GET", "/healthz", Access.PUBLIC, call -> Reply.ok(Map.of("status", "alive")))
        .add("GET", "/readyz", Access.PUBLIC, this::ready)
        .add("GET", "/metrics", Access.PUBLIC, this::metrics);
  }

  private Reply time(Call call) {
    return Reply.ok(Map.of("timeMs", services.clock().millis()));
  }

  private Reply iceServers(Call call) {
    IceConfig ice = services.config().ice();
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("urls", ice.urls());
    if (!ice.username().isEmpty()) {
      server.put("username", ice.username());
      server.put("credential", ice.credential().value());
    }
    tree.put("iceServers", ice.urls().isEmpty() ? List.of() : List.of(server));
    tree.put("expiresAtMs", services.clock().millis() + ICE_LIFETIME_MS);
    return Reply.ok(tree);
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
    return new Reply(report.ready() ? 200 : 503, Map.of(), Reply.JSON, tree);
  }

  private Reply metrics(Call call) {
    if (!ClientAddress.isLoopback(call.address()) && !hasMetricsToken(call)) {
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
