package dev.plait.server.turn;

import dev.plait.server.config.TurnNode;
import dev.plait.server.config.TurnNode.Way;
import dev.plait.server.ops.Metrics;
import dev.plait.server.turn.NodeProbe.Fails;
import dev.plait.server.turn.NodeProbe.Result;
import dev.plait.server.turn.NodeProbe.Works;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes every way to every TURN server again and again, each on a virtual thread of its own, and
 * tells {@link FleetHealth}. Started and closed once.
 */
final class FleetProber implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetProber.class);

  /** Probes under way at a time; a fleet of any size makes no more traffic at once. */
  private static final int AT_ONCE_MAX = 16;

  /**
   * A probe comes up to this part of the period earlier or later, so that nodes do not beat time.
   */
  private static final double JITTER = 0.2;

  /** After a first failure the next probe comes in this part of the period. */
  private static final int DOUBT_DIVISOR = 5;

  private final FleetHealth health;
  private final Duration every;
  private final Metrics metrics;
  private final Semaphore slots = new Semaphore(AT_ONCE_MAX);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("turn-probes").daemon().factory());
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("turn-probe-", 0).factory());

  FleetProber(FleetHealth health, Duration every, Metrics metrics) {
    this.health = health;
    this.every = every;
    this.metrics = metrics;
  }

  /** Begins to probe, at once. */
  void start(List<TurnNode> nodes, NodeProbe probe) {
    for (TurnNode node : nodes) {
      for (Way way : node.ways()) {
        workers.execute(() -> run(node, way, probe));
      }
    }
  }

  /** Probes once, and arranges for the next time. */
  private void run(TurnNode node, Way way, NodeProbe probe) {
    try {
      slots.acquire();
      try {
        health.handle(node, way, timed(node, way, probe));
      } finally {
        slots.release();
      }
      var _ =
          timer.schedule(
              () -> workers.execute(() -> run(node, way, probe)),
              pauseMs(health.isDoubted(way)),
              TimeUnit.MILLISECONDS);
    } catch (InterruptedException | RejectedExecutionException closed) {
      LOG.debug("no more probes of {}", way.url());
    }
  }

  private Result timed(TurnNode node, Way way, NodeProbe probe) throws InterruptedException {
    long startNs = System.nanoTime();
    Result result = probed(way, probe);
    if (Thread.interrupted()) {
      throw new InterruptedException("closed while a probe was under way");
    }
    Timer.builder("plait.turn.probe")
        .tag("node", node.name())
        .tag("transport", way.transport())
        .tag(
            "outcome",
            switch (result) {
              case Works() -> "works";
              case Fails(var fault, var reason) -> fault;
            })
        .register(metrics.registry())
        .record(System.nanoTime() - startNs, TimeUnit.NANOSECONDS);
    return result;
  }

  private Result probed(Way way, NodeProbe probe) {
    try {
      return probe.probe(way.url());
    } catch (RuntimeException bug) {
      LOG.error("the probe of {} failed", way.url(), bug);
      return new Fails("internal", bug.toString());
    }
  }

  private long pauseMs(boolean doubted) {
    double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return Math.round(every.toMillis() * factor / (doubted ? DOUBT_DIVISOR : 1));
  }

  /** Ends all probes; one under way counts no more. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
  }
}
