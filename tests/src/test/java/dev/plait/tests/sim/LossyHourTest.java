package dev.plait.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.path.PathEffect;
import dev.plait.protocol.path.PathLimits;
import dev.plait.protocol.path.PathSelector;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * PTH-3 over channels that lose packets and send them again as SCTP does: after 1 s, then twice as
 * long each time (RFC 9260 §6.3.3), and once more when three later ones have come (§7.2.4), which
 * the pings that go on see to. One side pings, in simulated time.
 */
class LossyHourTest {
  private static final int LOSS_PERCENT = 5;
  private static final long HOUR_MS = 3_600_000;
  private static final int HOURS = 20;
  private static final long RTO_MIN_MS = 1_000;
  private static final long TRIP_MS = 30;

  /** When three pings after a lost one have been sent. */
  private static final long FAST_MS = 3 * PathLimits.DEFAULT.pingIntervalMs();

  private static final class Run {
    final RandomGenerator random;
    final PathSelector selector = new PathSelector(PathLimits.DEFAULT, 1);
    final LossyWay there;
    final LossyWay back;
    final ArrayDeque<long[]> pongs = new ArrayDeque<>();
    long nowMs;
    int deaths;
    int hedges;

    Run(long seed) {
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      there = new LossyWay(random);
      back = new LossyWay(random);
    }

    void hour() {
      selector.handleRelayUp(0);
      selector.handleChannelOpen(1, 0);
      drain();
      while (nowMs < HOUR_MS) {
        Deadline due = Objects.requireNonNull(selector.deadline());
        long[] pong = pongs.peek();
        if (pong != null && pong[0] <= due.atMs()) {
          nowMs = Math.max(nowMs, pong[0]);
          pongs.remove();
          selector.handlePong(1, pong[1], nowMs);
        } else {
          nowMs = Math.max(nowMs, due.atMs());
          selector.handleTimeout(nowMs);
        }
        if (random.nextInt(4) == 0) {
          selector.handleUsed();
        }
        drain();
      }
    }

    private void drain() {
      for (PathEffect effect = selector.poll(); effect != null; effect = selector.poll()) {
        switch (effect) {
          case PathEffect.SendPing(long n) ->
              pongs.add(new long[] {back.arrival(there.arrival(nowMs)), n});
          case PathEffect.ChannelDead _ -> deaths++;
          case PathEffect.BesideChanged _ -> hedges++;
          case PathEffect.PathChanged _, PathEffect.ServerDoubted _ -> {}
        }
      }
    }
  }

  /** One direction: in order, so what is behind a lost packet waits for it. */
  private static final class LossyWay {
    private final RandomGenerator random;
    private long lastMs;

    LossyWay(RandomGenerator random) {
      this.random = random;
    }

    long arrival(long sentMs) {
      long afterMs = 0;
      long rtoMs = RTO_MIN_MS;
      boolean fast = IntStream.range(0, 3).allMatch(_ -> delivered());
      while (!delivered()) {
        boolean threeLater = fast && afterMs < FAST_MS && afterMs + rtoMs > FAST_MS;
        if (threeLater) {
          afterMs = FAST_MS;
          fast = false;
        } else {
          afterMs += rtoMs;
          rtoMs *= 2;
        }
      }
      lastMs = Math.max(lastMs, sentMs + afterMs + TRIP_MS / 2);
      return lastMs;
    }

    private boolean delivered() {
      return random.nextInt(100) >= LOSS_PERCENT;
    }
  }

  @Test
  void noChannelIsGivenUpAtFivePercentLoss() {
    int deaths = 0;
    for (long seed = 1; seed <= HOURS; seed++) {
      Run run = new Run(seed);
      run.hour();
      assertThat(run.hedges).as("hedges in hour %d", seed).isGreaterThan(100);
      deaths += run.deaths;
    }
    assertThat(deaths).as("deaths in %d hours", HOURS).isZero();
  }
}
