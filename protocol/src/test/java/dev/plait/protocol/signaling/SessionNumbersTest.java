package dev.plait.protocol.signaling;

import static dev.plait.protocol.signaling.Driven.SDP;
import static dev.plait.protocol.signaling.Driven.offered;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SIG-2: how sessions are numbered, and which one counts. */
class SessionNumbersTest {
  private final Driven side = Driven.impolite();

  @Test
  void aSessionIsNumberedByTheClock() {
    assertThat(side.offer(5_000).session()).isEqualTo(5_000);
  }

  @Test
  void aSessionIsNumberedPastAnySeenWhenTheClockIsBehind() {
    side.negotiation.handleStart(5_000);
    side.answer(offered(9_000, 1), 5_000);
    side.negotiation.handleFailure(side.connection(), "failed", 5_001);
    long nowMs = side.timeOut();
    side.drain();

    assertThat(side.offerMade(nowMs).session()).isEqualTo(9_001);
  }

  @Test
  void eachAttemptHasAHigherSession() {
    side.offer(5_000);
    side.negotiation.handleFailure(side.connection(), "failed", 5_000);
    side.negotiation.handleTimeout(5_500);
    side.drain();
    long second = side.offerMade(5_500).session();

    assertThat(second).isGreaterThan(5_000);
  }

  @Test
  void anOfferOfAHigherSessionReplacesAnEstablishedConnection() {
    long session = side.open(5_000);

    side.negotiation.handleSignal(offered(session + 1, 1), 6_000);

    assertThat(side.drain())
        .containsExactly(
            new NegotiationEffect.Close(1, "replaced-by-peer"),
            new NegotiationEffect.Open(2),
            new NegotiationEffect.TakeOffer(2, SDP));
    assertThat(side.negotiation.open()).isFalse();
  }

  @Test
  void anOfferOfALowerSessionThanTheNewestIsIgnored() {
    side.negotiation.handleStart(5_000);
    side.answer(offered(9_000, 1), 5_000);

    side.negotiation.handleSignal(offered(8_999, 1), 5_001);

    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.counters().stale()).isEqualTo(1);
  }
}
