package dev.plait.protocol.signaling;

import static dev.plait.protocol.signaling.Driven.LIMITS;
import static dev.plait.protocol.signaling.Driven.SDP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.NegotiationEffect.MakeOffer;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SIG-7: ICE restart, rebuild with growing pauses, and the limits of both. */
class RecoveryLadderTest {
  private final Driven side = Driven.impolite();

  @Test
  void aFailureIsFollowedByARestartAtOnce() {
    side.open(5_000);

    side.ice(IceState.FAILED, 20_000);

    assertThat(side.drain()).containsExactly(new MakeOffer(side.connection(), true));
    assertThat(side.negotiation.open()).isTrue();
  }

  /** Trickled candidates that are still to come may bring another pair. */
  @Test
  void aFailureBeforeTheChannelOpensIsGivenThreeSecondsToHealByItself() {
    side.offer(5_000);
    long connectUntilMs = 5_000 + NegotiationLimits.standard().connectTimeoutMs();
    side.ice(IceState.FAILED, 6_000);
    side.ice(IceState.CHECKING, 7_000);
    side.negotiation.handleTimeout(10_000);
    assertThat(side.negotiation.describe()).isEqualTo("connecting: ice-checking");

    side.ice(IceState.FAILED, connectUntilMs - 4_000);
    side.negotiation.handleTimeout(connectUntilMs - 1_000);
    assertThat(side.negotiation.describe()).isEqualTo("waiting: ice-failed");
  }

  @Test
  void aDisconnectionIsGivenThreeSecondsToHealByItself() {
    side.open(5_000);
    side.ice(IceState.DISCONNECTED, 20_000);
    assertThat(side.negotiation.deadline())
        .isEqualTo(new Deadline(23_000, Deadline.Reason.DISCONNECTED));

    side.ice(IceState.CONNECTED, 21_000);

    assertThat(side.negotiation.deadline()).isNull();
    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.counters().iceRestart()).isEqualTo(new RungCounters(1, 1, 0, 0));
  }

  @Test
  void aDisconnectionThatDoesNotHealIsFollowedByARestart() {
    side.open(5_000);
    side.ice(IceState.DISCONNECTED, 20_000);

    side.timeOut();

    assertThat(side.drain()).containsExactly(new MakeOffer(side.connection(), true));
  }

  @Test
  void aRestartIsAnOfferOfTheSameSessionWithAHigherRound() {
    long session = side.open(5_000);
    side.negotiation.handlePingDead(20_000);
    side.drain();

    Offer offer = side.offerMade(20_001);

    assertThat(offer.session()).isEqualTo(session);
    assertThat(offer.round()).isEqualTo(2);
  }

  @Test
  void thePoliteSideWaitsForTheOtherOnesRestart() {
    Driven polite = Driven.polite();
    polite.open(5_000);

    polite.ice(IceState.FAILED, 20_000);

    assertThat(polite.drain()).isEmpty();
    assertThat(polite.negotiation.deadline())
        .isEqualTo(new Deadline(26_000, Deadline.Reason.RESTART_TIMEOUT));
  }

  @Test
  void aRestartIsMadeAtMostEveryFiveSeconds() {
    side.open(5_000);
    restartThatHelps(20_000);

    side.negotiation.handlePingDead(22_000);

    assertThat(side.drain()).isEmpty();
    assertThat(side.negotiation.deadline())
        .isEqualTo(new Deadline(25_000, Deadline.Reason.RESTART));
    side.timeOut();
    assertThat(side.drain()).containsExactly(new MakeOffer(side.connection(), true));
  }

  @Test
  void aRestartWaitsUntilTheDescriptionsAreStable() {
    long session = side.open(5_000);
    side.negotiation.handleSignal(Driven.offered(session, 1), 20_000);
    side.drain();

    side.negotiation.handlePingDead(20_001);
    assertThat(side.drain()).isEmpty();
    side.negotiation.handleLocalAnswer(side.connection(), SDP, 20_002);

    assertThat(side.drain()).contains(new MakeOffer(side.connection(), true));
  }

  @Test
  void connectedIceDoesNotProveAChannelWhosePingsDied() {
    side.open(5_000);
    side.negotiation.handlePingDead(20_000);

    side.ice(IceState.CONNECTED, 20_001);
    assertThat(side.negotiation.describe()).isEqualTo("restarting: ping-dead");
    side.negotiation.handleAlive(20_002);

    assertThat(side.negotiation.describe()).isEqualTo("open: alive");
  }

  @Test
  void aRestartWithoutSuccessInSixSecondsEndsInARebuild() {
    side.open(5_000);
    side.negotiation.handlePingDead(20_000);
    side.drain();

    side.negotiation.handleTimeout(25_999);
    assertThat(side.negotiation.open()).isTrue();
    side.negotiation.handleTimeout(26_000);

    assertThat(side.drain())
        .containsExactly(
            new NegotiationEffect.Close(side.connection(), "restart-timeout"),
            new NegotiationEffect.WantServers());
    assertThat(side.negotiation.deadline())
        .isEqualTo(new Deadline(26_500, Deadline.Reason.ATTEMPT));
  }

  @Test
  void aChannelThatIsNotOpenAfterFifteenSecondsIsRebuilt() {
    side.attempt(5_000);
    side.negotiation.handleTimeout(19_999);
    assertThat(side.drain()).isEmpty();

    side.negotiation.handleTimeout(20_000);

    assertThat(side.drain())
        .containsExactly(
            new NegotiationEffect.Close(side.connection(), "connect-timeout"),
            new NegotiationEffect.WantServers());
  }

  @Test
  void pausesDoubleUpToAMinute() {
    side.attempt(5_000);
    long nowMs = 5_000;
    List<Long> pausesMs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      side.negotiation.handleFailure(side.connection(), "failed", nowMs);
      long attemptAtMs = side.timeOut();
      side.drain();
      pausesMs.add(attemptAtMs - nowMs);
      nowMs = attemptAtMs;
    }

    assertThat(pausesMs)
        .containsExactly(
            500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
  }

  @Test
  void aChannelThatWasOpenForLongEndsTheGrowthOfPauses() {
    side.attempt(5_000);
    side.negotiation.handleFailure(side.connection(), "failed", 5_000);
    side.timeOut();
    side.drain();
    side.negotiation.handleChannelOpen(side.connection(), 6_000);
    long settledAtMs = 6_000 + LIMITS.settledMs();

    side.negotiation.handleChannelClosed(side.connection(), "channel-closed", settledAtMs);

    assertThat(side.timeOut()).isEqualTo(settledAtMs + 500);
  }

  @Test
  void aChannelThatFlapsDoesNotEndTheGrowthOfPauses() {
    side.attempt(5_000);
    side.negotiation.handleFailure(side.connection(), "failed", 5_000);
    side.timeOut();
    side.drain();
    side.negotiation.handleChannelOpen(side.connection(), 6_000);

    side.negotiation.handleChannelClosed(side.connection(), "channel-closed", 6_001);

    assertThat(side.timeOut()).isEqualTo(7_001);
  }

  private void restartThatHelps(long nowMs) {
    side.negotiation.handlePingDead(nowMs);
    side.drain();
    Offer offer = side.offerMade(nowMs);
    side.negotiation.handleSignal(Driven.answerTo(offer), nowMs);
    side.negotiation.handleAnswerTaken(side.connection(), nowMs);
    side.negotiation.handleAlive(nowMs);
    side.drain();
  }
}
