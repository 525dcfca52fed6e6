package dev.plait.protocol.signaling;

import static dev.plait.protocol.signaling.Driven.offered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.NegotiationEffect.Close;
import dev.plait.protocol.signaling.NegotiationEffect.Send;
import dev.plait.protocol.signaling.SignalPayload.Bye;
import org.junit.jupiter.api.Test;

/** SIG-8: a side that wants no channel says so. */
class ByeTest {
  private final Driven side = Driven.impolite();

  @Test
  void stoppingSaysByeAndCloses() {
    long session = side.open(5_000);

    side.negotiation.handleStop();

    assertThat(side.drain()).containsExactly(new Send(new Bye(session)), new Close(1, "stopped"));
    assertThat(side.negotiation.deadline()).isNull();
  }

  @Test
  void stoppingWithoutAConnectionSaysNothing() {
    side.negotiation.handleStart(5_000);

    side.negotiation.handleStop();
    side.negotiation.handleStop();

    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.deadline()).isNull();
  }

  @Test
  void aByeClosesTheSessionAndIsFollowedByTheLongestPause() {
    long session = side.open(5_000);

    side.negotiation.handleSignal(new Bye(session), 20_000);

    assertThat(side.drain()).containsExactly(new Close(1, "peer-left"));
    assertThat(side.negotiation.deadline())
        .isEqualTo(new Deadline(80_000, Deadline.Reason.ATTEMPT));
  }

  @Test
  void aByeOfAnotherSessionChangesNothing() {
    long session = side.open(5_000);

    side.negotiation.handleSignal(new Bye(session - 1), 20_000);
    side.negotiation.handleSignal(new Bye(session + 1), 20_000);

    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.open()).isTrue();
    assertThat(side.negotiation.counters().stale()).isEqualTo(2);
  }

  @Test
  void aStoppedSideAnswersAnOfferWithBye() {
    side.negotiation.handleSignal(offered(7_000, 1), 5_000);

    assertThat(side.drain()).containsExactly(new Send(new Bye(7_000)));
  }

  @Test
  void anOfferEndsTheLongPause() {
    long session = side.open(5_000);
    side.negotiation.handleSignal(new Bye(session), 20_000);
    side.drain();

    side.negotiation.handleSignal(offered(session + 1, 1), 21_000);

    assertThat(side.drain())
        .containsExactly(
            new NegotiationEffect.Open(2), new NegotiationEffect.TakeOffer(2, Driven.SDP));
  }
}
