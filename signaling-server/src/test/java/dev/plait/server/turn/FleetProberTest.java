package dev.plait.server.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.server.config.TurnNode;
import dev.plait.server.ops.Metrics;
import dev.plait.server.turn.NodeProbe.Fails;
import dev.plait.server.turn.NodeProbe.Result;
import dev.plait.server.turn.NodeProbe.Works;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetProberTest {
  private static final Duration EVERY = Duration.ofMillis(20);
  private static final Duration A_WHILE = Duration.ofMinutes(1);

  private final Fleet fleet = Fleet.of("a.region=eu");
  private final TurnNode node = fleet.node("a");
  private final FleetHealth health = new FleetHealth(fleet.nodes());
  private final Metrics metrics = new Metrics();
  private final FleetProber prober = new FleetProber(health, EVERY, metrics);

  @AfterEach
  void close() {
    prober.close();
    metrics.close();
  }

  @Test
  void everyWayIsProbedAgainAndAgainAndTimed() {
    prober.start(
        fleet.nodes(),
        url -> url.startsWith("turns:") ? new Fails("tls-failed", "no TLS") : new Works());

    await().atMost(A_WHILE).until(() -> health.offered(node).size() == 2);
    await()
        .atMost(A_WHILE)
        .untilAsserted(
            () ->
                assertThat(metrics.scrape())
                    .contains("outcome=\"tls-failed\",transport=\"tls\"")
                    .containsPattern(
                        "plait_turn_probe_seconds_count\\{node=\"a\",outcome=\"works\","
                            + "transport=\"udp\"} [2-9]"));
  }

  @Test
  void aProbeThatThrowsCountsAsAFailureAndTheNextOneComes() {
    AtomicInteger probes = new AtomicInteger();
    prober.start(
        fleet.nodes(),
        url -> {
          if (probes.incrementAndGet() <= 6) {
            throw new IllegalStateException("planned by the test");
          }
          return new Works();
        });

    await().atMost(A_WHILE).until(() -> probes.get() > 9);
    await().atMost(A_WHILE).until(() -> health.offered(node).size() == 3);
  }

  @Test
  void aWayThatHangsHoldsUpNoOther() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    prober.start(
        fleet.nodes(),
        url -> {
          if (url.endsWith("udp")) {
            return hang(ended);
          }
          return new Fails("refused", "nothing listens");
        });

    await().atMost(A_WHILE).until(() -> health.offered(node).size() == 1);
    prober.close();
    assertThat(ended.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(health.offered(node)).as("its end counts no more").hasSize(1);
  }

  private static Result hang(CountDownLatch ended) {
    try {
      new CountDownLatch(1).await();
      throw new IllegalStateException("nobody counts down");
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      ended.countDown();
      return new Fails("closed", "closed");
    }
  }
}
