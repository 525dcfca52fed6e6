package dev.plait.protocol.signaling;

import static dev.plait.protocol.signaling.Driven.SDP;
import static dev.plait.protocol.signaling.Driven.candidate;
import static dev.plait.protocol.signaling.Driven.offered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.NegotiationEffect.TakeAnswer;
import dev.plait.protocol.signaling.SignalPayload.Answer;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SIG-2, SIG-5: signals that are lost, come twice, or come too late. */
class RepeatedSignalsTest {
  private final Driven side = Driven.impolite();

  @Test
  void anOfferWithoutAnswerIsSentAgainWithItsCandidates() {
    Offer own = side.offer(5_000);
    side.negotiation.handleLocalCandidate(side.connection(), "0", 0, "own");
    side.drain();
    assertThat(side.negotiation.deadline()).isEqualTo(new Deadline(8_000, Deadline.Reason.RESEND));

    side.timeOut();

    assertThat(side.sent()).isEqualTo(List.of(own, candidate(own.session(), "own")));
    assertThat(side.negotiation.deadline()).isEqualTo(new Deadline(11_000, Deadline.Reason.RESEND));
  }

  @Test
  void anAnsweredOfferGetsTheSameAnswerAgain() {
    side.negotiation.handleStart(5_000);
    Answer answer = side.answer(offered(7_000, 1), 5_000);
    side.negotiation.handleLocalCandidate(side.connection(), "0", 0, "own");
    side.drain();

    side.negotiation.handleSignal(offered(7_000, 1), 5_001);

    assertThat(side.drain())
        .containsExactly(
            new NegotiationEffect.Send(answer),
            new NegotiationEffect.Send(candidate(7_000, "own")));
  }

  @Test
  void anOfferThatIsBeingAnsweredIsNotTakenTwice() {
    side.negotiation.handleStart(5_000);
    side.negotiation.handleSignal(offered(7_000, 1), 5_000);
    side.drain();

    side.negotiation.handleSignal(offered(7_000, 1), 5_001);

    assertThat(side.drain()).isEmpty();
  }

  @Test
  void anAnswerThatComesTwiceIsTakenOnce() {
    Offer own = side.offer(5_000);
    side.negotiation.handleSignal(Driven.answerTo(own), 5_001);
    assertThat(side.drain()).containsExactly(new TakeAnswer(side.connection(), SDP));

    side.negotiation.handleSignal(Driven.answerTo(own), 5_001);
    side.negotiation.handleAnswerTaken(side.connection(), 5_002);
    side.negotiation.handleSignal(Driven.answerTo(own), 5_003);

    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.counters().stale()).isEqualTo(2);
  }

  @Test
  void anAnswerToAnotherRoundIsIgnored() {
    Offer own = side.offer(5_000);

    side.negotiation.handleSignal(new Answer(own.session(), 2, SDP), 5_001);

    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.counters().stale()).isEqualTo(1);
  }

  @Test
  void anOfferOfAnEarlierRoundIsIgnored() {
    side.negotiation.handleStart(5_000);
    side.answer(offered(7_000, 1), 5_000);
    side.answer(offered(7_000, 2), 5_001);

    side.negotiation.handleSignal(offered(7_000, 1), 5_002);

    assertThat(side.drain()).isEmpty();
  }

  @Test
  void aLaterRoundThatComesMeanwhileIsTakenAfterwards() {
    side.negotiation.handleStart(5_000);
    side.negotiation.handleSignal(offered(7_000, 1), 5_000);
    side.negotiation.handleSignal(offered(7_000, 2), 5_000);
    side.drain();

    side.negotiation.handleLocalAnswer(side.connection(), SDP, 5_001);

    assertThat(side.drain())
        .containsExactly(
            new NegotiationEffect.Send(new Answer(7_000, 1, SDP)),
            new NegotiationEffect.TakeOffer(side.connection(), SDP));
  }

  @Test
  void eventsOfAnOlderConnectionChangeNothing() {
    side.open(5_000);
    side.negotiation.handleChannelClosed(1, "channel-closed", 6_000);
    side.timeOut();
    side.drain();
    assertThat(side.connection()).isEqualTo(2);

    side.negotiation.handleLocalOffer(1, SDP, 7_000);
    side.negotiation.handleLocalCandidate(1, "0", 0, "old");
    side.negotiation.handleChannelOpen(1, 7_000);
    side.negotiation.handleIce(1, IceState.FAILED, 7_000);
    side.negotiation.handleFailure(1, "old", 7_000);

    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.open()).isFalse();
  }
}
