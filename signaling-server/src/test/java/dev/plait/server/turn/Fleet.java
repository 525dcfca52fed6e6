package dev.plait.server.turn;

import dev.plait.server.config.NodeConfig;
import dev.plait.server.config.TurnConfig;
import dev.plait.server.config.TurnNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configurations of fleets, for tests. */
final class Fleet {
  private final TurnConfig config;

  private Fleet(TurnConfig config) {
    this.config = config;
  }

  /** Nodes and what is set for them, such as {@code a.region=eu}, in this order. */
  static Fleet of(String... settings) {
    Map<String, String> overrides = new HashMap<>();
    Set<String> names = new LinkedHashSet<>();
    overrides.put("plait.turn.secret", "0123456789abcdef0123456789abcdef");
    for (String setting : settings) {
      String name = setting.substring(0, setting.indexOf('.'));
      names.add(name);
      overrides.putIfAbsent("plait.turn." + name + ".host", name + ".turn.invalid");
      String[] parts = setting.split("=", 2);
      overrides.put("plait.turn." + parts[0], parts[1]);
    }
    overrides.put("plait.turn.nodes", String.join(",", names));
    return new Fleet(NodeConfig.defaults(overrides).turn());
  }

  TurnConfig config() {
    return config;
  }

  List<TurnNode> nodes() {
    return config.nodes();
  }

  TurnNode node(String name) {
    return nodes().stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }
}
