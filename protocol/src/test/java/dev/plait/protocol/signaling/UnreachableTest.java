package dev.plait.protocol.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** SIG-9: a signal that the server cannot pass on. */
class UnreachableTest {
  private static final UUID LOWER = new UUID(0, 1);
  private static final UUID HIGHER = new UUID(0, 2);
  private static final String SDP = "v=0\r\na=fingerprint:sha-256 00\r\n";

  private final Negotiation impolite = new Negotiation(HIGHER, LOWER, NegotiationLimits.standard());

  @Test
  void anAttemptEndsAtOnceAndTheNextComesLaterEachTime() {
    impolite.handleStart(0);
    long previousPauseMs = 0;
    long nowMs = 0;
    for (int i = 0; i < 5; i++) {
      nowMs = Math.max(nowMs, Objects.requireNonNull(impolite.deadline()).atMs());
      impolite.handleTimeout(nowMs);
      long connection = opened();

      impolite.handleLocalOffer(connection, SDP, nowMs);
      impolite.handleUnreachable(nowMs);

      assertThat(drain()).contains(new NegotiationEffect.Close(connection, "not-reachable"));
      long pauseMs = Objects.requireNonNull(impolite.deadline()).atMs() - nowMs;
      assertThat(pauseMs).isGreaterThanOrEqualTo(previousPauseMs);
      previousPauseMs = pauseMs;
    }
    assertThat(previousPauseMs).isGreaterThan(4_000);
  }

  @Test
  void anOfferIsTakenDuringThePause() {
    impolite.handleStart(0);
    impolite.handleTimeout(0);
    drain();
    impolite.handleUnreachable(0);
    drain();

    impolite.handleSignal(new SignalPayload.Offer(1_000, 1, SDP), 10);

    assertThat(drain()).anyMatch(NegotiationEffect.TakeOffer.class::isInstance);
  }

  @Test
  void anOpenChannelIsLeftAlone() {
    impolite.handleStart(0);
    impolite.handleTimeout(0);
    long connection = opened();
    impolite.handleLocalOffer(connection, SDP, 0);
    impolite.handleChannelOpen(connection, 1);
    drain();

    impolite.handleUnreachable(2);

    assertThat(drain()).isEmpty();
    assertThat(impolite.open()).isTrue();
  }

  private long opened() {
    return drain().stream()
        .filter(NegotiationEffect.Open.class::isInstance)
        .map(effect -> ((NegotiationEffect.Open) effect).connection())
        .findFirst()
        .orElseThrow();
  }

  private List<NegotiationEffect> drain() {
    List<NegotiationEffect> all = new ArrayList<>();
    for (NegotiationEffect effect; (effect = impolite.poll()) != null; ) {
      all.add(effect);
    }
    return all;
  }
}
