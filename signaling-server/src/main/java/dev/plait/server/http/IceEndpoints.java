package dev.plait.server.http;

import dev.plait.server.config.IceConfig;
import dev.plait.server.config.TurnConfig;
import dev.plait.server.http.Router.Access;
import dev.plait.server.turn.TurnFleet.Offer;
import dev.plait.server.turn.TurnFleet.Region;
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
    String told = call.query(RegionRtts.PARAMETER);
    List<Object> servers = new ArrayList<>();
    IceConfig fixed = services.config().ice();
    if (!fixed.urls().isEmpty()) {
      servers.add(server(fixed.urls(), fixed.username(), fixed.credential().value()));
    }
    long expiresAtMs = nowMs + STATIC_LIFETIME_MS;
    List<Offer> chosen =
        services.turn().choose(call.account(), told == null ? Map.of() : RegionRtts.parse(told));
    if (!chosen.isEmpty()) {
      TurnConfig turn = services.config().turn();
      TurnCredential credential =
          turn.secrets().issue(call.account().toString(), nowMs, turn.lifetimeMs());
      for (Offer offer : chosen) {
        Map<String, Object> server =
            server(offer.urls(), credential.username(), credential.password());
        server.put("region", offer.node().region());
        server.put("realm", turn.realm());
        servers.add(server);
      }
      expiresAtMs = credential.expiresAtMs();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("iceServers", servers);
    tree.put("expiresAtMs", expiresAtMs);
    tree.put("regions", services.turn().regions().stream().map(IceEndpoints::region).toList());
    return Reply.ok(tree).with("Cache-Control", "no-store");
  }

  private static Map<String, Object> region(Region region) {
    return Map.of("region", region.name(), "url", region.url());
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
