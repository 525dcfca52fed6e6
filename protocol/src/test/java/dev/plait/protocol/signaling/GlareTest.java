package dev.plait.protocol.signaling;

import static dev.plait.protocol.signaling.Driven.SDP;
import static dev.plait.protocol.signaling.Driven.offered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.NegotiationEffect.MakeOffer;
import dev.plait.protocol.signaling.NegotiationEffect.Rollback;
import dev.plait.protocol.signaling.NegotiationEffect.Send;
import dev.plait.protocol.signaling.NegotiationEffect.TakeOffer;
import dev.plait.protocol.signaling.SignalPayload.Answer;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SIG-3: offers collide, and one side gives way. */
class GlareTest {
  @Test
  void theLowerDeviceIdIsPoliteAndStartsLater() {
    assertThat(Driven.polite().negotiation.polite()).isTrue();
    assertThat(Driven.impolite().negotiation.polite()).isFalse();

    assertThat(Driven.polite().attempt(5_000)).isEqualTo(6_000);
    assertThat(Driven.impolite().attempt(5_000)).isEqualTo(5_000);
  }

  @Test
  void theImpoliteSideIgnoresTheOtherOffer() {
    Driven impolite = Driven.impolite();
    Offer own = impolite.offer(5_000);

    impolite.negotiation.handleSignal(offered(9_000, 1), 5_001);

    assertThat(impolite.drain()).isEmpty();
    impolite.negotiation.handleSignal(Driven.answerTo(own), 5_002);
    assertThat(impolite.drain())
        .containsExactly(new NegotiationEffect.TakeAnswer(impolite.connection(), SDP));
    assertThat(impolite.negotiation.counters().glares()).isEqualTo(1);
  }

  @Test
  void thePoliteSideRollsBackAdoptsTheOtherSessionAndAnswers() {
    Driven polite = Driven.polite();
    polite.offer(5_000);

    polite.negotiation.handleSignal(offered(5_500, 1), 6_001);

    assertThat(polite.drain())
        .containsExactly(
            new Rollback(polite.connection()), new TakeOffer(polite.connection(), SDP));
    polite.negotiation.handleLocalAnswer(polite.connection(), SDP, 6_002);
    assertThat(polite.drain()).containsExactly(new Send(new Answer(5_500, 1, SDP)));
    assertThat(polite.negotiation.counters().glares()).isEqualTo(1);
  }

  @Test
  void anOfferStillBeingMadeIsRolledBackOnceItIsMade() {
    Driven polite = Driven.polite();
    long nowMs = polite.attempt(5_000);

    polite.negotiation.handleSignal(offered(5_500, 1), nowMs);
    assertThat(polite.drain()).isEmpty();
    polite.negotiation.handleLocalOffer(polite.connection(), SDP, nowMs + 1);

    assertThat(polite.drain())
        .containsExactly(
            new Rollback(polite.connection()), new TakeOffer(polite.connection(), SDP));
    assertThat(polite.negotiation.counters().glares()).isEqualTo(1);
  }

  @Test
  void ownCandidatesGoOutInTheAdoptedSession() {
    Driven polite = Driven.polite();
    polite.offer(5_000);
    polite.negotiation.handleLocalCandidate(polite.connection(), "0", 0, "own");
    polite.negotiation.handleSignal(offered(5_500, 1), 6_001);
    polite.drain();

    polite.negotiation.handleLocalAnswer(polite.connection(), SDP, 6_002);

    assertThat(polite.sent())
        .isEqualTo(List.of(new Answer(5_500, 1, SDP), Driven.candidate(5_500, "own")));
  }

  @Test
  void anOfferOfAHigherSessionWinsOverAnOwnRestart() {
    Driven impolite = Driven.impolite();
    long session = impolite.open(5_000);
    impolite.negotiation.handlePingDead(20_000);
    assertThat(impolite.drain()).containsExactly(new MakeOffer(impolite.connection(), true));

    impolite.negotiation.handleSignal(offered(session + 1, 1), 20_001);

    assertThat(impolite.drain())
        .containsExactly(
            new NegotiationEffect.Close(1, "replaced-by-peer"),
            new NegotiationEffect.Open(2),
            new TakeOffer(2, SDP));
  }
}
