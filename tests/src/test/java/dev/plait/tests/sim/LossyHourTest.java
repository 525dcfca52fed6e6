package dev.plait.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.path.PathEffect;
import dev.plait.protocol.path.PathLimits;
import dev.plait.protocol.path.PathSelector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * PTH-3 over channels that lose packets and send them again as SCTP does: after 1 s, then twice as
 * long each time (RFC 9260 §6.3.3), and once more when three later ones have come (§7.2.4), which
 * the pings that go on see to. One side pings and says something now and then, in simulated time.
 */
class LossyHourTest {
  private static final int LOSS_PERCENT = 5;
  private static final long HOUR_MS = 3_600_000;
  private static final int HOURS = 100;
  private static final long RTO_MIN_MS = 1_000;
  private static final long TRIP_MS = 30;

  /** When three pings after a lost one have been sent. */
  private static final long FAST_MS = 3 * PathLimits.DEFAULT.pingIntervalMs();

  /** By the server: two connections of TCP, which in Linux try again after 200 ms (RFC 6298). */
  private static final long TCP_RTO_MIN_MS = 200;

  /** A person says something every two seconds. */
  private static final int SAY_EVERY_MS = 2_000;

  /** The goal for 19 messages of 20. */
  private static final long PAUSE_MS = 500;

  private static final class Run {
    final RandomGenerator random;
    final PathSelector selector = new PathSelector(PathLimits.DEFAULT, 1);
    final LossyWay there;
    final LossyWay back;
    final LossyWay relay;
    final ArrayDeque<long[]> pongs = new ArrayDeque<>();

    /** When each message that may be under way still was said, and when it arrives. */
    final ArrayDeque<long[]> underWay = new ArrayDeque<>();

    final List<Long> pausesMs = new ArrayList<>();
    long nowMs;
    long sayAtMs;
    int deaths;
    int hedges;

    Run(long seed) {
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      there = new LossyWay(random, RTO_MIN_MS);
      back = new LossyWay(random, RTO_MIN_MS);
      relay = new LossyWay(random, TCP_RTO_MIN_MS);
    }

    void hour() {
      selector.handleRelayUp(0);
      selector.handleChannelOpen(1, 0);
      drain();
      while (nowMs < HOUR_MS) {
        Deadline due = Objects.requireNonNull(selector.deadline());
        long[] pong = pongs.peek();
        long pongAtMs = pong == null ? Long.MAX_VALUE : pong[0];
        nowMs = Math.max(nowMs, Math.min(sayAtMs, Math.min(pongAtMs, due.atMs())));
        if (nowMs >= sayAtMs) {
          say();
        } else if (pong != null && nowMs >= pongAtMs) {
          pongs.remove();
          selector.handlePong(1, pong[1], nowMs);
        } else {
          selector.handleTimeout(nowMs);
        }
        drain();
      }
      underWay.forEach(message -> pausesMs.add(message[1] - message[0]));
    }

    private void say() {
      sayAtMs = nowMs + random.nextInt(1, 2 * SAY_EVERY_MS);
      while (!underWay.isEmpty() && underWay.peek()[1] + TRIP_MS / 2 < nowMs) {
        long[] arrived = underWay.remove();
        pausesMs.add(arrived[1] - arrived[0]);
      }
      long[] message = {nowMs, selector.path() == Path.DIRECT ? there.arrival(nowMs) : nowMs};
      underWay.add(message);
      if (selector.beside() == Beside.ALL) {
        post(message);
      }
      selector.handleUsed();
    }

    /** It goes by the server as well; the first copy counts. */
    private void post(long[] message) {
      message[1] = Math.min(message[1], relay.arrival(nowMs));
    }

    private void drain() {
      for (PathEffect effect = selector.poll(); effect != null; effect = selector.poll()) {
        switch (effect) {
          case PathEffect.SendPing(long n) ->
              pongs.add(new long[] {back.arrival(there.arrival(nowMs)), n});
          case PathEffect.ChannelDead _ -> deaths++;
          case PathEffect.BesideChanged(var beside) -> {
            if (beside == Beside.ALL) {
              hedges++;
              underWay.stream().filter(message -> message[1] > nowMs).forEach(this::post);
            }
          }
          case PathEffect.PathChanged _, PathEffect.ServerDoubted _ -> {}
        }
      }
    }
  }

  /** One direction: in order, so what is behind a lost packet waits for it. */
  private static final class LossyWay {
    private final RandomGenerator random;
    private final long leastRtoMs;
    private long lastMs;

    LossyWay(RandomGenerator random, long leastRtoMs) {
      this.random = random;
      this.leastRtoMs = leastRtoMs;
    }

    long arrival(long sentMs) {
      long afterMs = 0;
      long rtoMs = leastRtoMs;
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
  void noChannelIsGivenUpAtFivePercentLossAndNobodyWaitsForLong() {
    int deaths = 0;
    List<Long> pausesMs = new ArrayList<>();
    for (long seed = 1; seed <= HOURS; seed++) {
      Run run = new Run(seed);
      run.hour();
      assertThat(run.hedges).as("hedges in hour %d", seed).isGreaterThan(100);
      assertThat(run.pausesMs).as("messages in hour %d", seed).hasSizeGreaterThan(1_500);
      pausesMs.addAll(run.pausesMs);
      deaths += run.deaths;
    }
    pausesMs.sort(null);
    assertThat(pausesMs.get(pausesMs.size() * 95 / 100)).as("p95 of pauses").isLessThan(PAUSE_MS);
    assertThat(deaths).as("deaths in %d hours", HOURS).isZero();
  }
}
