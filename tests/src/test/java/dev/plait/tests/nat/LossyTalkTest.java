package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Tally;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a lossy hour counts as one that met its goals. */
class LossyTalkTest {
  private static final List<Long> HUNDRED = LongStream.rangeClosed(1, 100).boxed().toList();
  private static final int GOOD_MS = 40;

  @Test
  void aTalkThatMetEveryGoalPasses() {
    LossyTalk talk = talk(50, 0, 95, 16_200, 700, 0, true);

    assertThat(talk.faults()).isEmpty();
    assertThat(talk.text()).endsWith("as it should be");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 95, 16200, 700, 0, true, nothing was lost on the way",
    "50, 1, 95, 16200, 700, 0, true, a living channel was given up",
    "50, 0, 94, 16200, 700, 0, true, more than one message of twenty",
    "50, 0, 95, 18001, 700, 0, true, a dead channel was not given up",
    "50, 0, 95, -1, 700, 0, true, a dead channel was not given up",
    "50, 0, 95, 16200, -1, 0, true, the channel did not come back",
    "50, 0, 95, 16200, 700, 1, true, not every message",
    "50, 0, 95, 16200, 700, 0, false, the transcripts differ"
  })
  void whateverElseHappensIsAFault(
      long packetsLost,
      long deaths,
      int inTime,
      long foundMs,
      long backMs,
      long lost,
      boolean equal,
      String fault) {
    LossyTalk talk = talk(packetsLost, deaths, inTime, foundMs, backMs, lost, equal);

    assertThat(talk.faults()).singleElement().asString().startsWith(fault);
    assertThat(talk.text()).endsWith("FAILED: " + talk.faults().getFirst());
  }

  @Test
  void aTalkThatWasNotPlayedToItsEndFailsWithItsReason() {
    LossyTalk broken = LossyTalk.broken("java×java", new IllegalStateException("no page"));

    assertThat(broken.passed()).isFalse();
    assertThat(broken.text()).contains("no page");
    assertThat(broken.json().path("reason").asText()).contains("no page");
  }

  @Test
  void ofAHundredPausesThePercentilesAreTheirPlaces() {
    LossyTalk talk = with(HUNDRED.reversed());

    assertThat(List.of(50, 95, 99, 100)).map(talk::pauseMs).containsExactly(50L, 95L, 99L, 100L);
    assertThat(with(List.of(7L)).pauseMs(50)).isEqualTo(7);
    assertThat(with(List.of()).pauseMs(95)).isEqualTo(-1);
  }

  @Test
  void theJsonHasTheFieldsThatScriptsRead() {
    ObjectNode json = talk(50, 0, 95, 16_200, 700, 0, true).json();

    assertThat(json.fieldNames())
        .toIterable()
        .contains("falseDeaths", "hedges", "pauseP95Ms", "pauseMostMs", "lost", "cuts", "passed");
    assertThat(json.path("cuts").path(0).path("foundMs").asLong()).isEqualTo(16_200);
  }

  /** Of a hundred messages so many came in time, and the others just after the limit. */
  private static LossyTalk talk(
      long packetsLost,
      long deaths,
      int inTime,
      long foundMs,
      long backMs,
      long lost,
      boolean equal) {
    List<Long> pausesMs =
        LongStream.rangeClosed(1, 100)
            .map(i -> i <= inTime ? GOOD_MS : LossyTalk.PAUSE_LIMIT_MS + 1)
            .boxed()
            .toList();
    return new LossyTalk(
        "java×java",
        3_600_000,
        new Network.Loss(1_000, packetsLost),
        new Talker.Rescue(12, deaths, 0, 0),
        pausesMs,
        Map.of("direct", 90L, "relay", 10L),
        List.of(new LossyTalk.Cut(foundMs, backMs)),
        new Tally(100, 100 - lost, lost, 0, 0),
        equal,
        "");
  }

  private static LossyTalk with(List<Long> pausesMs) {
    return new LossyTalk(
        "java×java",
        1,
        new Network.Loss(1, 1),
        new Talker.Rescue(0, 0, 0, 0),
        pausesMs,
        Map.of(),
        List.of(),
        new Tally(0, 0, 0, 0, 0),
        true,
        "");
  }
}
