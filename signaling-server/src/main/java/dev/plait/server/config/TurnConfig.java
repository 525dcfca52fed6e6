package dev.plait.server.config;

import dev.plait.turn.credential.TurnSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The TURN servers of this service.
 *
 * @param nodes none by default
 * @param realm of their credentials
 * @param secret shared with them; several separated by commas while one is being changed
 * @param lifetimeMs how long a credential is good
 */
public record TurnConfig(List<TurnNode> nodes, String realm, Secret secret, long lifetimeMs) {
  private static final int PORT_MAX = 65_535;

  /** Copies the list. */
  public TurnConfig {
    nodes = List.copyOf(nodes);
  }

  /** The secrets, the signing one first. Only with nodes. */
  public TurnSecrets secrets() {
    return new TurnSecrets(split(secret));
  }

  private static List<String> split(Secret secret) {
    return Arrays.stream(secret.value().split(",", -1)).map(String::strip).toList();
  }

  static TurnConfig read(Settings settings) {
    List<TurnNode> nodes = new ArrayList<>();
    for (String name :
        settings.list("plait.turn.nodes", "[a-z0-9-]{1,32}", "a name of a-z, 0-9 and -")) {
      nodes.add(node(settings, name));
    }
    TurnConfig config =
        new TurnConfig(
            nodes,
            settings.text("plait.turn.realm", "plait"),
            settings.secret("plait.turn.secret"),
            Duration.ofSeconds(settings.integer("plait.turn.lifetime-s", 3_600, 20, 3_600))
                .toMillis());
    config.check();
    return config;
  }

  private static TurnNode node(Settings settings, String name) {
    String prefix = "plait.turn." + name + ".";
    TurnNode node =
        new TurnNode(
            name,
            settings.text(prefix + "host", ""),
            settings.text(prefix + "region", "default"),
            settings.integer(prefix + "weight", 1, 1, 1_000),
            settings.integer(prefix + "udp-port", 3_478, 0, PORT_MAX),
            settings.integer(prefix + "tcp-port", 3_478, 0, PORT_MAX),
            settings.integer(prefix + "tls-port", 443, 0, PORT_MAX),
            settings.choice(prefix + "draining", "false", List.of("true", "false")).equals("true"));
    if (!node.host().matches("[A-Za-z0-9.-]+|[0-9a-fA-F:.]+:[0-9a-fA-F:.]*")) {
      throw new ConfigException(prefix + "host", "must be a host name or an IP address");
    }
    if (!node.region().matches("[a-z0-9-]{1,32}")) {
      throw new ConfigException(prefix + "region", "must be a name of a-z, 0-9 and -");
    }
    if (node.urls().isEmpty()) {
      throw new ConfigException(prefix + "udp-port", "a node needs at least one port");
    }
    return node;
  }

  private void check() {
    if (!realm.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new ConfigException("plait.turn.realm", "must be of letters, digits, . _ and -");
    }
    if (!nodes.isEmpty() && !split(secret).stream().allMatch(TurnSecrets::isStrong)) {
      throw new ConfigException(
          "plait.turn.secret",
          "must be at least "
              + TurnSecrets.SECRET_CHARS_MIN
              + " letters and digits (make one: openssl rand -hex 32), several separated by commas"
              + " while it is being changed");
    }
  }
}
