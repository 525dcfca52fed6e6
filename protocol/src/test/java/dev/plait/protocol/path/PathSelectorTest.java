package dev.plait.protocol.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.delivery.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** PTH-1 to PTH-3: relay first, promotion on proof, demotion on a missed ping, and back. */
class PathSelectorTest {
  private static final long PONG_DEADLINE_MS = PathLimits.DEFAULT.pongDeadlineMs();

  private final PathSelector selector = new PathSelector(PathLimits.DEFAULT, 1);

  @Test
  void messagesFlowOverTheRelayUntilTheChannelHasAnswered() {
    selector.handleRelayUp(0);
    selector.handleChannelOpen(1, 10);

    assertThat(selector.path()).isEqualTo(Path.RELAY);
    selector.handlePong(1, lastPing(), 11);
    assertThat(selector.path()).isEqualTo(Path.DIRECT);
  }

  @Test
  void aMissedPongMovesToTheRelayAndReportsTheChannel() {
    direct();

    long missedAtMs = missAPong(100);

    assertThat(missedAtMs)
        .isLessThanOrEqualTo(100 + PathLimits.DEFAULT.pingIntervalMs() + PONG_DEADLINE_MS);
    assertThat(selector.path()).isEqualTo(Path.RELAY);
    assertThat(drain()).contains(new PathEffect.ChannelDead(1, PathReason.PONG_MISSED));
  }

  @Test
  void aChannelThatAnswersAgainIsUsedAgainWithoutBeingReopened() {
    direct();
    long missedAtMs = missAPong(100);

    selector.handlePong(1, lastPing(), missedAtMs + 5);

    assertThat(selector.path()).isEqualTo(Path.DIRECT);
  }

  @Test
  void aDeadChannelIsReportedAgainUntilItIsClosed() {
    direct();
    long missedAtMs = missAPong(100);
    drain();
    selector.handleTimeout(missedAtMs + PONG_DEADLINE_MS);
    assertThat(drain()).contains(new PathEffect.ChannelDead(1, PathReason.PONG_MISSED));

    selector.handleChannelClosed(1, missedAtMs + PONG_DEADLINE_MS);

    assertThat(selector.deadline()).isNull();
    assertThat(selector.path()).isEqualTo(Path.RELAY);
  }

  @Test
  void eventsOfAnOlderChannelAreIgnored() {
    selector.handleRelayUp(0);
    selector.handleChannelOpen(1, 10);
    long oldPing = lastPing();
    selector.handleChannelOpen(2, 20);

    selector.handlePong(1, oldPing, 21);
    selector.handleChannelClosed(1, 22);

    assertThat(selector.channel()).isEqualTo(PathSelector.Channel.PROBING);
    assertThat(selector.path()).isEqualTo(Path.RELAY);
  }

  @Test
  void everyChangeOfPathHasAHigherGeneration() {
    direct();
    long before = selector.generation();

    missAPong(100);

    assertThat(selector.generation()).isGreaterThan(before);
  }

  private void direct() {
    selector.handleRelayUp(0);
    selector.handleChannelOpen(1, 10);
    selector.handlePong(1, lastPing(), 11);
    assertThat(selector.path()).isEqualTo(Path.DIRECT);
  }

  /** Lets time pass without an answer until the path is left; returns when. */
  private long missAPong(long fromMs) {
    long nowMs = fromMs;
    for (int i = 0; i < 40 && selector.path() == Path.DIRECT; i++) {
      Deadline due = selector.deadline();
      nowMs = Math.max(nowMs, Objects.requireNonNull(due).atMs());
      selector.handleTimeout(nowMs);
    }
    return nowMs;
  }

  private long lastPing() {
    return drain().stream()
        .filter(PathEffect.SendPing.class::isInstance)
        .map(PathEffect.SendPing.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no ping went out"))
        .n();
  }

  private List<PathEffect> drain() {
    List<PathEffect> effects = new ArrayList<>();
    for (PathEffect effect = selector.poll(); effect != null; effect = selector.poll()) {
      effects.add(effect);
    }
    return effects;
  }
}
