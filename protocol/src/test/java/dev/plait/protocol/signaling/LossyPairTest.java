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
  private static final int SEEDS = 2_000;
  private static final int FAULTY_STEPS = 200;

  /** How often the path layer looks at a channel. */
  private static final long PING_MS = 1_000;

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
        if (nowMs % PING_MS < 10) {
          ping();
        }
      }
      assertThat(settled()).as("seed %d, loss %d: %s", seed, lossPercent, state()).isTrue();
    }

    private boolean settled() {
      return connected() && wires.stream().allMatch(List::isEmpty);
    }

    /** Whether both are open and have taken the description of the other's present connection. */
    private boolean connected() {
      return sides[0].negotiation.open()
          && sides[1].negotiation.open()
          && remote[0].equals(sdp(1, sides[1].connection()))
          && remote[1].equals(sdp(0, sides[0].connection()));
    }

    /** What the path layer finds out: two sides may each be open and mean different connections. */
    private void ping() {
      for (Driven side : sides) {
        if (connected()) {
          side.negotiation.handleAlive(nowMs);
        } else {
          side.negotiation.handlePingDead(nowMs);
        }
      }
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
      if (faulty) {
        disturb(negotiation, sides[i].connection());
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

    /** What the ICE agent, the path, the network and the server may say at any time. */
    private void disturb(Negotiation negotiation, long connection) {
      switch (random.nextInt(60)) {
        case 0, 1, 2 -> negotiation.handleFailure(connection, "broken", nowMs);
        case 3 -> negotiation.handlePingDead(nowMs);
        case 4, 5 -> negotiation.handleAlive(nowMs);
        case 6, 7, 8 ->
            negotiation.handlePair(connection, random.nextBoolean(), random.nextBoolean(), nowMs);
        case 9, 10 -> negotiation.handleServersCame(nowMs);
        case 11, 12 -> negotiation.handleNetworkChanged(nowMs);
        case 13 -> negotiation.handleLinkUp(nowMs);
        case 14 -> negotiation.handleUnreachable(nowMs);
        case 15, 16 -> {
          IceState[] states = IceState.values();
          negotiation.handleIce(connection, states[random.nextInt(states.length)], nowMs);
        }
        default -> {}
      }
      LadderCounters counters = negotiation.counters();
      for (RungCounters rung :
          List.of(
              counters.iceRestart(), counters.rebuild(), counters.refresh(), counters.upgrade())) {
        long ended = rung.notNeeded() + rung.succeeded() + rung.failed();
        assertThat(rung.requested() - ended).as(counters.toString()).isBetween(0L, 1L);
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
        case NegotiationEffect.WantServers _,
            NegotiationEffect.Open _,
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
