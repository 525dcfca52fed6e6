package dev.plait.protocol.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.NegotiationEffect.PeerViolation;
import dev.plait.protocol.signaling.SignalPayload.Answer;
import dev.plait.protocol.signaling.SignalPayload.Offer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIG-6: a description without exactly one fingerprint is refused, and nothing of it applied. */
class BadDescriptionTest {
  private static final String NONE = "v=0\r\n";
  private static final String TWO = Driven.SDP + "m=application\r\na=fingerprint:sha-256 BB\r\n";

  private final Driven side = Driven.impolite();

  @ParameterizedTest
  @ValueSource(strings = {NONE, TWO})
  void anOfferIsRefused(String sdp) {
    side.negotiation.handleStart(5_000);

    side.negotiation.handleSignal(new Offer(9_000, 1, sdp), 5_000);

    assertThat(side.drain()).containsExactly(new PeerViolation("offer-needs-one-fingerprint"));
    side.timeOut();
    side.drain();
    assertThat(side.offerMade(5_000).session()).isEqualTo(5_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {NONE, TWO})
  void anAnswerIsRefusedAndAGoodOneTakenAfterwards(String sdp) {
    Offer own = side.offer(5_000);

    side.negotiation.handleSignal(new Answer(own.session(), own.round(), sdp), 5_001);
    assertThat(side.drain()).containsExactly(new PeerViolation("answer-needs-one-fingerprint"));
    side.negotiation.handleSignal(Driven.answerTo(own), 5_002);

    assertThat(side.drain())
        .containsExactly(new NegotiationEffect.TakeAnswer(side.connection(), Driven.SDP));
  }

  @Test
  void theLargestMessageIsReadFromTheDescription() {
    assertThat(SessionDescriptions.maxMessageBytes("v=0\r\n")).isEqualTo(65_536);
    assertThat(SessionDescriptions.maxMessageBytes("a=max-message-size:1000\r\n")).isEqualTo(1_000);
    assertThat(SessionDescriptions.maxMessageBytes("a=max-message-size:0\r\n"))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(SessionDescriptions.maxMessageBytes("a=max-message-size:99999999999999999999\r\n"))
        .isEqualTo(65_536);
    assertThat(SessionDescriptions.maxMessageBytes("a=max-message-size:-1\r\n")).isEqualTo(65_536);
  }
}
