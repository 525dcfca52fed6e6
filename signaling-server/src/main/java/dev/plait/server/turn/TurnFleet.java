package dev.plait.server.turn;

import dev.plait.server.config.TurnConfig;
import dev.plait.server.config.TurnNode;
import dev.plait.server.config.TurnNode.Way;
import dev.plait.server.ops.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Chooses the TURN servers that a client is told. Keeps nothing about clients: who asks says how
 * far away the regions are. Safe from any thread.
 */
public final class TurnFleet implements AutoCloseable {
  /** Most that a client is told: each further one makes its gathering slower. */
  static final int OFFERED_MAX = 2;

  /** Most regions that a client is asked to measure. */
  public static final int REGIONS_MAX = 8;

  /** Longest probe; a server that needs more is of no use to a call. */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(4);

  private final List<TurnNode> nodes;
  private final FleetHealth health;
  private final FleetProber prober;

  /**
   * A TURN server for a client.
   *
   * @param node which
   * @param urls those of its URLs that are thought to work, the fastest transport first
   */
  public record Offer(TurnNode node, List<String> urls) {
    /** Copies the list. */
    public Offer {
      urls = List.copyOf(urls);
    }
  }

  /**
   * A region whose distance a client may measure.
   *
   * @param name of the region
   * @param url {@code stun:} URL of a server in it
   */
  public record Region(String name, String url) {}

  TurnFleet(List<TurnNode> all, FleetHealth health, FleetProber prober) {
    this.nodes = all.stream().filter(node -> !node.draining()).toList();
    this.health = health;
    this.prober = prober;
  }

  /** The nodes of the configuration, probed from now on until {@link #close}. */
  public static TurnFleet start(TurnConfig config, Metrics metrics, InstantSource clock) {
    FleetHealth health = new FleetHealth(config.nodes());
    FleetProber prober = new FleetProber(health, Duration.ofMillis(config.probeEveryMs()), metrics);
    if (!config.nodes().isEmpty()) {
      health.showIn(metrics);
      prober.start(config.nodes(), new AllocationProbe(config.secrets(), PROBE_TIMEOUT, clock));
    }
    return new TurnFleet(config.nodes(), health, prober);
  }

  /**
   * At most {@link #OFFERED_MAX} nodes, the preferred one first: healthy ones, of the region that
   * is nearest to the client, then of the next. Within a region an account always gets the same
   * order, and the accounts spread over the nodes by weight. When no node is healthy all count.
   *
   * @param account who asks
   * @param rttMs round trips to regions as the client measured them; regions without one are the
   *     farthest
   */
  public List<Offer> choose(UUID account, Map<String, Integer> rttMs) {
    List<TurnNode> healthy = nodes.stream().filter(health::isHealthy).toList();
    return (healthy.isEmpty() ? nodes : healthy)
        .stream()
            .sorted(
                Comparator.comparingInt(
                        (TurnNode node) -> rttMs.getOrDefault(node.region(), Integer.MAX_VALUE))
                    .thenComparingDouble(node -> Spread.rank(account, node)))
            .limit(OFFERED_MAX)
            .map(this::offer)
            .toList();
  }

  private Offer offer(TurnNode node) {
    List<Way> good = health.offered(node);
    return new Offer(node, (good.isEmpty() ? node.ways() : good).stream().map(Way::url).toList());
  }

  /**
   * The regions to measure, each with a healthy server that answers STUN by UDP, at most {@link
   * #REGIONS_MAX}. Empty when there are fewer than two: then there is nothing to choose.
   */
  public List<Region> regions() {
    Map<String, Region> regions = new LinkedHashMap<>();
    for (TurnNode node : nodes) {
      if (health.offered(node).stream().anyMatch(way -> way.transport().equals("udp"))) {
        regions.putIfAbsent(node.region(), new Region(node.region(), node.stunUrl()));
      }
    }
    return regions.size() < 2
        ? List.of()
        : new ArrayList<>(regions.values()).subList(0, Math.min(regions.size(), REGIONS_MAX));
  }

  /** Ends the probes. */
  @Override
  public void close() {
    prober.close();
  }
}
