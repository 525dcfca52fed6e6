package dev.plait.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.plait.server.config.TurnNode;
import dev.plait.server.config.TurnNode.Way;
import dev.plait.server.ops.Metrics;
import dev.plait.server.turn.NodeProbe.Fails;
import dev.plait.server.turn.NodeProbe.Works;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FleetHealthTest {
  private final Fleet fleet = Fleet.of("a.region=eu", "b.region=us");
  private final FleetHealth health = new FleetHealth(fleet.nodes());
  private final TurnNode node = fleet.node("a");
  private final Way udp = node.ways().getFirst();

  @Test
  void whatWasNotProbedCountsAsHealthy() {
    assertThat(health.isHealthy(node)).isTrue();
    assertThat(health.offered(node)).isEqualTo(node.ways());
  }

  @Test
  void oneFailureDoesNotMakeAWaySickTwoDo() {
    fail(udp);
    assertThat(health.isOffered(udp)).isTrue();
    assertThat(health.isDoubted(udp)).isTrue();

    fail(udp);
    assertThat(health.isOffered(udp)).isFalse();
    assertThat(health.isDoubted(udp)).isFalse();
  }

  @Test
  void failuresCountInARowOnly() {
    for (int n = 0; n < 5; n++) {
      fail(udp);
      work(udp);
    }
    assertThat(health.isOffered(udp)).isTrue();
  }

  @Test
  void oneSuccessMakesAWayHealthyAgain() {
    for (int n = 0; n < 10; n++) {
      fail(udp);
    }
    work(udp);
    assertThat(health.isOffered(udp)).isTrue();
    assertThat(health.isDoubted(udp)).isFalse();
  }

  @Test
  void aNodeIsHealthyAsLongAsOneWayToItWorks() {
    for (Way way : node.ways().subList(0, 2)) {
      fail(way);
      fail(way);
    }
    assertThat(health.isHealthy(node)).isTrue();
    assertThat(health.offered(node)).extracting(Way::transport).containsExactly("tls");

    Way tls = node.ways().getLast();
    fail(tls);
    fail(tls);
    assertThat(health.isHealthy(node)).isFalse();
    assertThat(health.isHealthy(fleet.node("b"))).isTrue();
  }

  @Test
  void changesAreLoggedOnceWithTheReason() {
    Logger logger = (Logger) LoggerFactory.getLogger(FleetHealth.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    try {
      for (int n = 0; n < 5; n++) {
        for (TurnNode each : fleet.nodes()) {
          each.ways().forEach(way -> fail(each, way));
        }
      }
      work(udp);
      work(udp);
    } finally {
      logger.setLevel(before);
      logger.detachAppender(lines);
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsOnlyOnce(
            "TURN server a is not offered over udp any more: nothing answers",
            "TURN server b is not offered over tls any more: nothing answers",
            "TURN server a in region eu is sick: no way works",
            "TURN server b in region us is sick: no way works",
            "no TURN server is healthy; all are offered, for a doubtful one is better than none",
            "TURN server a is offered over udp again",
            "TURN server a in region eu is healthy again")
        .hasSize(11);
  }

  @Test
  void metersShowEveryNodeAndEveryTransport() {
    try (Metrics metrics = new Metrics()) {
      health.showIn(metrics);
      fail(udp);
      fail(udp);

      assertThat(metrics.scrape())
          .contains("plait_turn_node_healthy{node=\"a\",region=\"eu\"} 1.0")
          .contains("plait_turn_transport_healthy{node=\"a\",transport=\"udp\"} 0.0")
          .contains("plait_turn_transport_healthy{node=\"a\",transport=\"tls\"} 1.0")
          .contains("plait_turn_node_healthy{node=\"b\",region=\"us\"} 1.0");
    }
  }

  private void fail(Way way) {
    fail(node, way);
  }

  private void fail(TurnNode of, Way way) {
    health.handle(of, way, new Fails("no-answer", "nothing answers"));
  }

  private void work(Way way) {
    health.handle(node, way, new Works());
  }
}
