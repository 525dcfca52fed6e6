package dev.plait.server.http;

import dev.plait.server.config.IceConfig;
import dev.plait.server.config.TurnConfig;
import dev.plait.server.config.TurnNode;
import dev.plait.server.http.Router.Access;
import dev.plait.turn.credential.TurnCredential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells clients their STUN and TURN servers. */
final class IceEndpoints {
  /** Static servers do not expire; clients ask again all the same, so that changes reach them. */
  private static final long STATIC_LIFETIME_MS = Duration.ofHours(12).toMillis();

  private final Services services;

  IceEndpoints(Services services) {
    this.services = services;
  }

  void addTo(Router router) {
    router.add("GET", "/v1/ice-servers", Access.SIGNED_IN, this::iceServers);
  }

  private Reply iceServers(Call call) {
    long nowMs = services.clock().millis();
    List<Object> servers = new ArrayList<>();
    IceConfig fixed = services.config().ice();
    if (!fixed.urls().isEmpty()) {
      servers.add(server(fixed.urls(), fixed.username(), fixed.credential().value()));
    }
    long expiresAtMs = nowMs + STATIC_LIFETIME_MS;
    List<TurnNode> chosen = services.turn().choose();
    if (!chosen.isEmpty()) {
      TurnConfig turn = services.config().turn();
      TurnCredential credential =
          turn.secrets().issue(call.account().toString(), nowMs, turn.lifetimeMs());
      for (TurnNode node : chosen) {
        servers.add(server(node.urls(), credential.username(), credential.password()));
      }
      expiresAtMs = credential.expiresAtMs();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("iceServers", servers);
    tree.put("expiresAtMs", expiresAtMs);
    return Reply.ok(tree).with("Cache-Control", "no-store");
  }

  private static Map<String, Object> server(List<String> urls, String username, String credential) {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("urls", urls);
    if (!username.isEmpty()) {
      server.put("username", username);
      server.put("credential", credential);
    }
    return server;
  }
}
