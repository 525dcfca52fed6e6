package dev.plait.server.turn;

import dev.plait.server.config.TurnNode;
import dev.plait.server.config.TurnNode.Way;
import dev.plait.server.ops.Metrics;
import dev.plait.server.turn.NodeProbe.Fails;
import dev.plait.server.turn.NodeProbe.Result;
import dev.plait.server.turn.NodeProbe.Works;
import io.micrometer.core.instrument.Gauge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known about every way to every TURN server, and the log of what changes. Safe from any
 * thread.
 */
final class FleetHealth {
  private static final Logger LOG = LoggerFactory.getLogger(FleetHealth.class);

  private final List<TurnNode> nodes;
  private final Map<String, WayHealth> ways = new LinkedHashMap<>();
  private boolean allSick;

  FleetHealth(List<TurnNode> nodes) {
    this.nodes = List.copyOf(nodes);
    for (TurnNode node : nodes) {
      node.ways().forEach(way -> ways.put(way.url(), new WayHealth()));
    }
  }

  /** Registers a gauge for every node and for every way to it: 1 for healthy, 0 for sick. */
  void showIn(Metrics metrics) {
    for (TurnNode node : nodes) {
      Gauge.builder("plait.turn.node.healthy", () -> isHealthy(node) ? 1 : 0)
          .tag("node", node.name())
          .tag("region", node.region())
          .register(metrics.registry());
      for (Way way : node.ways()) {
        Gauge.builder("plait.turn.transport.healthy", () -> isOffered(way) ? 1 : 0)
            .tag("node", node.name())
            .tag("transport", way.transport())
            .register(metrics.registry());
      }
    }
  }

  /** The ways to a node that clients may be told about. */
  List<Way> offered(TurnNode node) {
    return node.ways().stream().filter(this::isOffered).toList();
  }

  boolean isOffered(Way way) {
    return of(way).isOffered();
  }

  /** Whether the node can be reached by one way at least, as far as is known. */
  boolean isHealthy(TurnNode node) {
    return !offered(node).isEmpty();
  }

  /** Whether the last probe of a way failed, so that the next one decides. */
  boolean isDoubted(Way way) {
    return of(way).state() == WayHealth.State.DOUBTED;
  }

  /** Takes in what a probe found, and logs it when it changes what clients are told. */
  synchronized void handle(TurnNode node, Way way, Result result) {
    boolean before = isHealthy(node);
    switch (result) {
      case Works() -> {
        if (of(way).handleWorks()) {
          LOG.info("TURN server {} is offered over {} again", node.name(), way.transport());
        }
      }
      case Fails(var fault, var reason) -> {
        if (of(way).handleFails()) {
          LOG.warn(
              "TURN server {} is not offered over {} any more: {}",
              node.name(),
              way.transport(),
              reason);
        }
      }
    }
    if (before && !isHealthy(node)) {
      LOG.warn("TURN server {} in region {} is sick: no way works", node.name(), node.region());
    } else if (!before && isHealthy(node)) {
      LOG.info("TURN server {} in region {} is healthy again", node.name(), node.region());
    }
    noteWhetherAllAreSick();
  }

  private void noteWhetherAllAreSick() {
    List<TurnNode> wanted = nodes.stream().filter(node -> !node.draining()).toList();
    boolean now = !wanted.isEmpty() && wanted.stream().noneMatch(this::isHealthy);
    if (now && !allSick) {
      LOG.error(
          "no TURN server is healthy; all are offered, for a doubtful one is better than none");
    }
    allSick = now;
  }

  private WayHealth of(Way way) {
    WayHealth health = ways.get(way.url());
    if (health == null) {
      throw new IllegalArgumentException("no such way: " + way.url());
    }
    return health;
  }
}
