package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.tests.browser.Counterpart.Tries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A peer on another WebRTC stack, which was written from {@code docs/protocol.md} alone, talks with
 * the Java peer and with the page, and offers first to one of each. All four pairs do the same at a
 * time; each test leaves them with a channel that works.
 */
@Tag("waits")
final class ForeignPeerTest extends BrowserTest {
  private static final int MANY = 1_000;

  /** Over what the foreign device takes in a message. */
  private static final int LARGE = 20_000;

  /**
   * The pong of a ping that was lost once. Above the second after which each is late, however long
   * round trips usually are: these stalls make them longer (PTH-3).
   */
  private static final int LATE_MS = 1_500;

  /** How much later than the end of the channel the word comes that explains it. */
  private static final int OVERTAKEN_MS = 50;

  /** Several times what the first pause of a new attempt takes, and the politeness of one. */
  private static final Duration NO_OFFER = Duration.ofSeconds(3);

  @TempDir private static Path folder;

  private static List<Counterpart> ours = List.of();
  private static final List<ForeignPair> pairs = new ArrayList<>();

  @BeforeAll
  static void meet() throws Exception {
    ForeignProgram.install();
    ours =
        List.of(
            amid(() -> new JavaCounterpart(world.uri(), folder)),
            amid(() -> new PageCounterpart(pageForAll())));
    for (Counterpart one : ours) {
      for (boolean foreignOffers : List.of(true, false)) {
        pairs.add(ForeignPair.introduce(one, foreignOffers, world.uri(), log()));
      }
    }
  }

  /** One whose id leaves room for others on both sides. */
  private static Counterpart amid(Callable<Counterpart> made) throws Exception {
    Counterpart one = made.call();
    while (!one.device().matches("[4-9ab].*")) {
      one.close();
      one = made.call();
    }
    return one;
  }

  /** In the profile of the browser itself, which stays. */
  private static WebPeer pageForAll() {
    return WebPeer.signUp(world.browser().profile(), world.uri(), BrowserWorld.freshName("page"));
  }

  @BeforeEach
  void awaitChannels() {
    pairs.forEach(ForeignPair::awaitDirect);
  }

  @AfterAll
  static void part() {
    pairs.forEach(ForeignPair::close);
    ours.forEach(Counterpart::close);
    pairs.clear();
  }

  private static Path log() {
    return folder.resolve("foreign.log");
  }

  @Test
  void aThousandMessagesEachWayComeOnceAndInOrder() {
    Past past = new Past();

    pairs.forEach(pair -> pair.say("many", MANY));

    for (ForeignPair pair : pairs) {
      pair.awaitHeard("many", MANY);
      assertThat(pair.foreign().cameBy("channel", past.of(pair)))
          .as("%s", pair)
          .hasSizeGreaterThan(MANY / 2);
    }
  }

  @Test
  void whatAForeignChannelCannotCarryGoesByTheServerAndNothingWaitsForIt() {
    Past past = new Past();

    for (ForeignPair pair : pairs) {
      pair.ours().say(pair.conversation(), "ours-large", 0, 1, LARGE);
      pair.foreign().say("foreign-large", 0, 1, LARGE);
      pair.say("behind", 10);
    }

    for (ForeignPair pair : pairs) {
      pair.awaitHeard("behind", 10);
      assertThat(pair.foreign().heard("ours-large")).hasSize(1);
      assertThat(pair.heardOfForeign("large")).hasSize(1);
      assertThat(pair.foreign().cameBy("channel", past.of(pair)))
          .as("%s", pair)
          .hasSizeGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void aLatePongIsHelpedByTheRelayAndTheChannelIsKept() {
    Past past = new Past();

    for (ForeignPair pair : pairs) {
      int[] said = {0};
      awaitTrue(
          () -> {
            pair.foreign().ask("stallAtPing", Map.of("ms", LATE_MS));
            pair.ours().say(pair.conversation(), "ours-late", said[0]++, 1, 0);
            return !pair.foreign().cameBy("server", past.of(pair)).isEmpty();
          });
      awaitTrue(() -> pair.foreign().heard("ours-late").size() == said[0]);
      assertThat(pair.foreign().heard("ours-late"))
          .isEqualTo(ForeignPair.numbered("ours-late", said[0]));
    }

    for (ForeignPair pair : pairs) {
      pair.awaitDirect();
      assertThat(pair.tries().givenUp()).isEqualTo(past.tries(pair).givenUp());
      assertThat(pair.foreign().all("channel-closed", past.of(pair))).as("%s", pair).isEmpty();
    }
  }

  @Test
  void aChannelThatDiesSilentlyIsReplacedByTheRelayAndThenByAnother() {
    Past past = new Past();

    pairs.forEach(pair -> pair.foreign().ask("silence", Map.of()));
    pairs.forEach(pair -> pair.say("dead", 20));

    pairs.forEach(pair -> pair.awaitHeard("dead", 20));
    for (ForeignPair pair : pairs) {
      awaitTrue(() -> !pair.foreign().all("channel-open", past.of(pair)).isEmpty());
      pair.awaitDirect();
    }
    pairs.forEach(pair -> pair.say("rebuilt", 20));
    pairs.forEach(pair -> pair.awaitHeard("rebuilt", 20));
  }

  @Test
  void iceIsRestartedByEitherAndTheChannelIsKept() {
    Past past = new Past();

    ours.forEach(Counterpart::networkChanged);
    for (ForeignPair pair : pairs) {
      awaitTrue(() -> pair.tries().restartsDone() > past.tries(pair).restartsDone());
    }
    pairs.forEach(pair -> pair.say("first", 20));
    pairs.forEach(pair -> pair.awaitHeard("first", 20));
    pairs.forEach(pair -> pair.foreign().ask("restartIce", Map.of()));
    for (ForeignPair pair : pairs) {
      awaitTrue(() -> !pair.foreign().signals("answer", past.of(pair)).isEmpty());
    }

    pairs.forEach(pair -> pair.say("second", 20));
    for (ForeignPair pair : pairs) {
      pair.awaitHeard("second", 20);
      pair.awaitDirect();
      assertThat(pair.foreign().all("channel-closed", past.of(pair))).as("%s", pair).isEmpty();
      assertCandidatesAreOfTheNewestDescription(pair.foreign().all("signal"));
    }
  }

  /** So that who gets them can tell which ICE generation they are of (SIG-4). */
  private static void assertCandidatesAreOfTheNewestDescription(List<JsonNode> signals) {
    String newest = "";
    int candidates = 0;
    for (JsonNode signal : signals) {
      if (signal.get("type").asText().equals("candidate")) {
        assertThat(signal.path("ufrag").asText()).isEqualTo(newest);
        candidates++;
      } else if (signal.has("ufrag")) {
        newest = signal.get("ufrag").asText();
      }
    }
    assertThat(candidates).isPositive();
  }

  /** Every three seconds would be three offers in six. */
  @Test
  void aRestartThatTheStackRefusesIsOfferedMoreAndMoreRarely() {
    pairs.forEach(pair -> pair.foreign().ask("refuseRestarts", Map.of("on", true)));
    Past past = new Past();

    ours.forEach(Counterpart::networkChanged);
    for (ForeignPair pair : pairs) {
      awaitTrue(() -> pair.foreign().signals("offer", past.of(pair)).size() >= 3);
      List<JsonNode> offers = pair.foreign().signals("offer", past.of(pair));
      assertThat(offers.get(2).get("atMs").asLong() - offers.get(0).get("atMs").asLong())
          .as("%s", pair)
          .isGreaterThan(7_500);
    }
    pairs.forEach(pair -> pair.say("refused", 20));
    for (ForeignPair pair : pairs) {
      pair.awaitHeard("refused", 20);
      assertThat(pair.foreign().cameBy("channel", past.of(pair))).isNotEmpty();
      assertThat(pair.foreign().all("channel-closed", past.of(pair))).as("%s", pair).isEmpty();
      pair.foreign().ask("refuseRestarts", Map.of("on", false));
      pair.foreign().ask("closeAndBye", Map.of("ms", 0));
      pair.foreign().ask("want", Map.of());
    }
  }

  @Test
  void noOfferFollowsAByeThatTheEndOfItsChannelHasOvertaken() {
    Past past = new Past();

    pairs.forEach(pair -> pair.foreign().ask("closeAndBye", Map.of("ms", OVERTAKEN_MS)));

    assertNoOffer(past);
    assertTheRelayCarriesOn("bye");
  }

  @Test
  void aPlannedEndIsAnswered() {
    Past past = new Past();

    pairs.forEach(pair -> pair.foreign().ask("fin", Map.of()));

    pairs.forEach(
        pair ->
            assertThat(pair.foreign().all("fin-acked", past.of(pair))).as("%s", pair).hasSize(1));
    assertNoOffer(past);
    assertTheRelayCarriesOn("fin");
  }

  /** And then there is a channel again, as soon as the one that did not want it does. */
  private static void assertTheRelayCarriesOn(String prefix) {
    for (ForeignPair pair : pairs) {
      awaitTrue(() -> pair.ours().path(pair.conversation()).equals("relay"));
      pair.say(prefix, 20);
      pair.awaitHeard(prefix, 20);
      pair.foreign().ask("want", Map.of());
    }
    pairs.forEach(ForeignPair::awaitDirect);
  }

  private static void assertNoOffer(Past past) {
    await()
        .pollInSameThread()
        .during(NO_OFFER)
        .atMost(NO_OFFER.multipliedBy(2))
        .until(
            () ->
                pairs.stream()
                    .allMatch(pair -> pair.foreign().signals("offer", past.of(pair)).isEmpty()));
  }

  /** How things stood when a test began. */
  private static final class Past {
    private final Map<ForeignPair, Integer> events = new HashMap<>();
    private final Map<ForeignPair, Tries> tries = new HashMap<>();

    Past() {
      for (ForeignPair pair : pairs) {
        events.put(pair, pair.foreign().past());
        tries.put(pair, pair.tries());
      }
    }

    int of(ForeignPair pair) {
      return Objects.requireNonNull(events.get(pair));
    }

    Tries tries(ForeignPair pair) {
      return Objects.requireNonNull(tries.get(pair));
    }
  }
}
