package dev.plait.server.turn;

import dev.plait.server.config.TurnConfig;
import dev.plait.server.config.TurnNode;
import java.util.Comparator;
import java.util.List;

/** Chooses the TURN servers that a client is told. Safe from any thread. */
public final class TurnFleet {
  /** Most that a client is told: each further one makes its gathering slower. */
  static final int OFFERED_MAX = 2;

  private final TurnConfig config;

  /** Offers the nodes of the configuration. */
  public TurnFleet(TurnConfig config) {
    this.config = config;
  }

  /** At most {@link #OFFERED_MAX} nodes, the preferred one first. */
  public List<TurnNode> choose() {
    return config.nodes().stream()
        .filter(node -> !node.draining())
        .sorted(Comparator.comparingInt(TurnNode::weight).reversed())
        .limit(OFFERED_MAX)
        .toList();
  }
}
