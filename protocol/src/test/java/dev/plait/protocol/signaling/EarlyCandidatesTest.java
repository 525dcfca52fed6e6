package dev.plait.protocol.signaling;

import static dev.plait.protocol.signaling.Driven.SDP;
import static dev.plait.protocol.signaling.Driven.candidate;
import static dev.plait.protocol.signaling.Driven.offered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SIG-4: candidates before the description that they belong to. */
class EarlyCandidatesTest {
  private final Driven side = Driven.impolite();

  @Test
  void candidatesWaitForTheAnswer() {
    Offer own = side.offer(5_000);
    side.negotiation.handleSignal(candidate(own.session(), "first"), 5_001);
    side.negotiation.handleSignal(candidate(own.session(), "second"), 5_001);
    side.negotiation.handleSignal(Driven.answerTo(own), 5_002);
    assertThat(side.added()).isEmpty();

    side.negotiation.handleAnswerTaken(side.connection(), 5_003);

    assertThat(side.added()).containsExactly("first", "second");
  }

  @Test
  void candidatesOfASessionWhoseOfferHasNotComeWaitForIt() {
    side.negotiation.handleStart(5_000);
    side.negotiation.handleSignal(candidate(7_000, "early"), 5_000);
    side.negotiation.handleSignal(offered(7_000, 1), 5_001);
    assertThat(side.added()).isEmpty();

    side.negotiation.handleLocalAnswer(side.connection(), SDP, 5_002);

    assertThat(side.added()).containsExactly("early");
  }

  @Test
  void candidatesAreAddedAtOnceOnceTheDescriptionIsThere() {
    long session = side.open(5_000);

    side.negotiation.handleSignal(candidate(session, "late"), 5_001);

    assertThat(side.added()).containsExactly("late");
  }

  @Test
  void candidatesOfAnOlderSessionAreDropped() {
    side.negotiation.handleStart(5_000);
    side.answer(offered(7_000, 1), 5_000);

    side.negotiation.handleSignal(candidate(6_999, "old"), 5_001);

    assertThat(side.added()).isEmpty();
    assertThat(side.negotiation.counters().stale()).isEqualTo(1);
  }

  @Test
  void atMostSixtyFourAreHeldAndTheOldestGoes() {
    Offer own = side.offer(5_000);
    IntStream.range(0, 70)
        .forEach(
            i -> side.negotiation.handleSignal(candidate(own.session(), "candidate " + i), 5_001));
    side.negotiation.handleSignal(Driven.answerTo(own), 5_002);
    side.drain();

    side.negotiation.handleAnswerTaken(side.connection(), 5_003);

    assertThat(side.added())
        .isEqualTo(IntStream.range(6, 70).mapToObj(i -> "candidate " + i).toList());
  }

  @Test
  void ownCandidatesWaitForTheOwnDescription() {
    long nowMs = side.attempt(5_000);
    side.negotiation.handleLocalCandidate(side.connection(), "0", 0, "own");
    assertThat(side.sent()).isEmpty();

    side.negotiation.handleLocalOffer(side.connection(), SDP, nowMs);

    assertThat(side.sent()).isEqualTo(List.of(offered(5_000, 1), candidate(5_000, "own")));
  }
}
