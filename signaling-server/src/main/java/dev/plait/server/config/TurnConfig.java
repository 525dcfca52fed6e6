package dev.plait.server.config;

import dev.plait.server.config.TurnNode.Way;
import dev.plait.turn.config.AddressBlock;
import dev.plait.turn.config.TurnServerSettings;
import dev.plait.turn.config.TurnServerSettings.Certificate;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Peers;
import dev.plait.turn.credential.TurnSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The TURN servers of this service.
 *
 * @param nodes none by default
 * @param realm of their credentials
 * @param secret shared with them; several separated by commas while one is being changed
 * @param lifetimeMs how long a credential is good
 * @param probeEveryMs how often each is probed
 */
public record TurnConfig(
    List<TurnNode> nodes, String realm, Secret secret, long lifetimeMs, long probeEveryMs) {
  /** Last port there is. */
  static final int PORT_MAX = 65_535;

  /** Copies the list. */
  public TurnConfig {
    nodes = List.copyOf(nodes);
  }

  /** The secrets, the signing one first. Only with nodes. */
  public TurnSecrets secrets() {
    return new TurnSecrets(split(secret));
  }

  /**
   * What the program of one of the nodes is to do.
   *
   * @throws ConfigException when there is no such node, or a setting that its program needs is
   *     missing; the message names it
   */
  public TurnServerSettings server(String name) {
    TurnNode node =
        nodes.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "plait.turn.nodes",
                        "has no node '"
                            + name
                            + "'; it has "
                            + nodes.stream().map(TurnNode::name).toList()));
    TurnHosting hosting = node.hosting();
    String prefix = "plait.turn." + name + ".";
    if (node.tlsPort() != 0 && (hosting.certificate().isEmpty() || hosting.key().isEmpty())) {
      throw new ConfigException(
          prefix + (hosting.certificate().isEmpty() ? "certificate" : "key"),
          "is needed for TLS at port %d; without it set %stls-port to 0"
              .formatted(node.tlsPort(), prefix));
    }
    return new TurnServerSettings(
        name,
        realm,
        secrets(),
        new Listening(hosting.addresses(), node.udpPort(), node.tcpPort(), node.tlsPort()),
        hosting.relaying(),
        node.tlsPort() == 0 ? null : new Certificate(hosting.certificate(), hosting.key()),
        hosting.quotas(),
        withHost(hosting.peers(), node.host()),
        hosting.metricsPort(),
        hosting.runAs());
  }

  /** The address that clients reach it by is its own too, when it is known to be one. */
  private static Peers withHost(Peers peers, String host) {
    if (!isAddress(host)) {
      return peers;
    }
    List<AddressBlock> denied = new ArrayList<>(peers.denied());
    denied.add(AddressBlock.parse(host));
    return new Peers(denied, peers.allowed());
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
                .toMillis(),
            Duration.ofSeconds(settings.integer("plait.turn.probe-every-s", 10, 1, 300))
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
            settings.choice(prefix + "draining", "false", List.of("true", "false")).equals("true"),
            TurnHosting.read(settings, prefix));
    checkHost(prefix + "host", node.host());
    if (!node.region().matches("[a-z0-9-]{1,32}")) {
      throw new ConfigException(prefix + "region", "must be a name of a-z, 0-9 and -");
    }
    if (node.ways().isEmpty()) {
      throw new ConfigException(prefix + "udp-port", "a node needs at least one port");
    }
    return node;
  }

  private static void checkHost(String key, String host) {
    boolean good = host.matches("[A-Za-z0-9.-]+|[0-9a-fA-F:.]+");
    try {
      if (good && isAddress(host)) {
        AddressBlock.bytes(host);
      }
    } catch (IllegalArgumentException noAddress) {
      good = false;
    }
    if (!good) {
      throw new ConfigException(key, "must be a host name or an IP address");
    }
  }

  private static boolean isAddress(String host) {
    return host.matches("[0-9.]+|.*:.*");
  }

  private void check() {
    if (nodes.stream().map(TurnNode::name).distinct().count() < nodes.size()) {
      throw new ConfigException("plait.turn.nodes", "has a name twice");
    }
    List<String> urls = nodes.stream().flatMap(node -> node.ways().stream()).map(Way::url).toList();
    if (urls.size() > Set.copyOf(urls).size()) {
      throw new ConfigException(
          "plait.turn.nodes", "has two nodes at one host and port: give each its own");
    }
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
