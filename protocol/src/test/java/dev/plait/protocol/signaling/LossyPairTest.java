package dev.plait.protocol.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two sides over a signaling wire that loses, repeats and reorders, with connections that fail:
 * once that ends, they always end up with one open channel of one session.
 */
class LossyPairTest {
  private static final int SEEDS = 300;
  private static final int FAULTY_STEPS = 200;

  /** Longest pause of the ladder plus one attempt, for both sides, and as much again. */
  private static final long CALM_MS = 200_000;

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 40})
  void theyAgreeOnceTheWireIsCalm(int lossPercent) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Pair pair = new Pair(new Random(seed), lossPercent);
      pair.run(seed);
    }
  }

  /** The pair, its wire, and a clock. */
  private static final class Pair {
    private final Driven[] sides = {Driven.polite(), Driven.impolite()};
    private final String[] remote = {"", ""};
    private final List<List<SignalPayload>> wires = List.of(new ArrayList<>(), new ArrayList<>());
    private final Random random;
    private final int lossPercent;
    private long nowMs = 5_000;

    Pair(Random random, int lossPercent) {
      this.random = random;
      this.lossPercent = lossPercent;
    }

    void run(int seed) {
      for (Driven side : sides) {
        side.negotiation.handleStart(nowMs);
      }
      for (int step = 0; step < FAULTY_STEPS; step++) {
        nowMs += random.nextInt(1_000);
        turn(random.nextInt(2), true);
      }
      long calmUntilMs = nowMs + CALM_MS;
      while (nowMs < calmUntilMs && !settled()) {
        nowMs += 10;
        turn(0, false);
        turn(1, false);
      }
      assertThat(settled()).as("seed %d, loss %d: %s", seed, lossPercent, state()).isTrue();
    }

    private boolean settled() {
      return sides[0].negotiation.open()
          && sides[1].negotiation.open()
          && remote[0].equals(sdp(1, sides[1].connection()))
          && remote[1].equals(sdp(0, sides[0].connection()))
          && wires.stream().allMatch(List::isEmpty);
    }

    private String state() {
      return sides[0].negotiation.describe() + ", " + sides[1].negotiation.describe();
    }

    private void turn(int i, boolean faulty) {
      Negotiation negotiation = sides[i].negotiation;
      List<SignalPayload> wire = wires.get(i);
      if (!wire.isEmpty()) {
        int at = faulty ? random.nextInt(wire.size()) : 0;
        boolean repeated = faulty && random.nextInt(10) == 0;
        SignalPayload payload = repeated ? wire.get(at) : wire.remove(at);
        if (!faulty || random.nextInt(100) >= lossPercent) {
          negotiation.handleSignal(payload, nowMs);
        }
      }
      if (faulty && random.nextInt(20) == 0) {
        negotiation.handleFailure(sides[i].connection(), "broken", nowMs);
      }
      Deadline deadline = negotiation.deadline();
      if (deadline != null && deadline.atMs() <= nowMs) {
        negotiation.handleTimeout(nowMs);
      }
      List<NegotiationEffect> effects = sides[i].drain();
      while (!effects.isEmpty()) {
        effects.forEach(effect -> perform(i, effect));
        effects = sides[i].drain();
      }
    }

    private void perform(int i, NegotiationEffect effect) {
      Negotiation negotiation = sides[i].negotiation;
      switch (effect) {
        case NegotiationEffect.Send(var payload) -> wires.get(1 - i).add(payload);
        case NegotiationEffect.MakeOffer(long number, var _) ->
            negotiation.handleLocalOffer(number, sdp(i, number), nowMs);
        case NegotiationEffect.TakeOffer(long number, String sdp) -> {
          remote[i] = sdp;
          negotiation.handleLocalAnswer(number, sdp(i, number), nowMs);
          negotiation.handleChannelOpen(number, nowMs);
        }
        case NegotiationEffect.TakeAnswer(long number, String sdp) -> {
          remote[i] = sdp;
          negotiation.handleAnswerTaken(number, nowMs);
          negotiation.handleChannelOpen(number, nowMs);
        }
        case NegotiationEffect.PeerViolation(String rule) -> throw new AssertionError(rule);
        case NegotiationEffect.Open _,
            NegotiationEffect.Rollback _,
            NegotiationEffect.AddCandidate _,
            NegotiationEffect.Close _ -> {}
      }
    }

    /** Names the connection, so that it can be told which one the other side has taken. */
    private static String sdp(int i, long number) {
      return Driven.SDP + "s=" + i + "/" + number + "\r\n";
    }
  }
}
