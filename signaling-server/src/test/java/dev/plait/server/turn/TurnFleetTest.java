package dev.plait.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.config.TurnNode;
import dev.plait.server.config.TurnNode.Way;
import dev.plait.server.ops.Metrics;
import dev.plait.server.turn.NodeProbe.Fails;
import dev.plait.server.turn.TurnFleet.Offer;
import dev.plait.server.turn.TurnFleet.Region;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnFleetTest {
  private static final UUID ADA = new UUID(0xada, 1);

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  /** A fleet that nobody probes: the tests say what is sick. */
  private record Rig(Fleet fleet, FleetHealth health, TurnFleet turn) {
    List<String> chosen(UUID account, Map<String, Integer> rttMs) {
      return turn.choose(account, rttMs).stream().map(offer -> offer.node().name()).toList();
    }

    void makeSick(String name, Way... ways) {
      TurnNode node = fleet.node(name);
      for (Way way : ways.length == 0 ? node.ways().toArray(Way[]::new) : ways) {
        for (int n = 0; n < WayHealth.FAILURES; n++) {
          health.handle(node, way, new Fails("no-answer", "nothing answers"));
        }
      }
    }
  }

  private Rig rig(String... settings) {
    Fleet fleet = Fleet.of(settings);
    FleetHealth health = new FleetHealth(fleet.nodes());
    FleetProber never = new FleetProber(health, Duration.ofHours(1), metrics);
    return new Rig(fleet, health, new TurnFleet(fleet.nodes(), health, never));
  }

  private Rig twoInEachOfThree() {
    return rig(
        "eu-1.region=eu",
        "eu-2.region=eu",
        "us-1.region=us",
        "us-2.region=us",
        "ap-1.region=ap",
        "ap-2.region=ap");
  }

  @Test
  void theNearestRegionComesFirstAndBothNodesOfIt() {
    assertThat(twoInEachOfThree().chosen(ADA, Map.of("eu", 110, "us", 23, "ap", 200)))
        .containsExactlyInAnyOrder("us-1", "us-2");
  }

  @Test
  void aRegionWithOneHealthyNodeIsFilledUpFromTheNextOne() {
    Rig rig = twoInEachOfThree();
    rig.makeSick("us-1");

    List<String> chosen = rig.chosen(ADA, Map.of("eu", 110, "us", 23, "ap", 200));

    assertThat(chosen.getFirst()).isEqualTo("us-2");
    assertThat(chosen.getLast()).startsWith("eu-");
  }

  @Test
  void aRegionThatWasNotMeasuredIsTheFarthest() {
    assertThat(twoInEachOfThree().chosen(ADA, Map.of("ap", 900, "unknown", 1)))
        .containsExactlyInAnyOrder("ap-1", "ap-2");
  }

  @Test
  void aDrainingNodeIsOfferedToNobody() {
    Rig rig = rig("a.draining=true", "b.weight=1");

    assertThat(rig.chosen(ADA, Map.of())).containsExactly("b");
    rig.makeSick("b");
    assertThat(rig.chosen(ADA, Map.of())).containsExactly("b");
  }

  @Test
  void whenEveryNodeIsSickAllAreOfferedWithAllTheirUrls() {
    Rig rig = rig("a.weight=1", "b.weight=1");
    rig.makeSick("a");
    rig.makeSick("b");

    assertThat(rig.turn().choose(ADA, Map.of()))
        .hasSize(2)
        .allSatisfy(offer -> assertThat(offer.urls()).hasSize(3));
  }

  @Test
  void aTransportThatDoesNotWorkIsLeftOut() {
    Rig rig = rig("a.host=turn.example.org");
    rig.makeSick("a", rig.fleet().node("a").ways().getFirst());

    assertThat(rig.turn().choose(ADA, Map.of()))
        .extracting(Offer::urls)
        .containsExactly(
            List.of(
                "turn:turn.example.org:3478?transport=tcp",
                "turns:turn.example.org:443?transport=tcp"));
  }

  @Test
  void anAccountAlwaysGetsTheSameAndLosesOnlyWhatIsSick() {
    Rig rig = rig("a.weight=1", "b.weight=1", "c.weight=1", "d.weight=1");
    for (int n = 0; n < 100; n++) {
      UUID account = new UUID(7, n);
      List<String> before = rig.chosen(account, Map.of());
      assertThat(rig.chosen(account, Map.of())).isEqualTo(before);
    }
    UUID account = new UUID(7, 7);
    List<String> before = rig.chosen(account, Map.of());
    rig.makeSick(before.getFirst());
    assertThat(rig.chosen(account, Map.of()).getFirst()).isEqualTo(before.getLast());
  }

  @Test
  void accountsSpreadOverTheNodesByWeight() {
    Rig rig = rig("small.weight=1", "large.weight=3");
    Map<String, Integer> first = new HashMap<>();
    IntStream.range(0, 4_000)
        .mapToObj(n -> rig.chosen(new UUID(n, 42), Map.of()).getFirst())
        .forEach(name -> first.merge(name, 1, Integer::sum));

    assertThat(first.get("small")).isBetween(900, 1_100);
    assertThat(first.get("large")).isBetween(2_900, 3_100);
  }

  @Test
  void clientsMeasureOneHealthyNodeOfEachRegion() {
    Rig rig = twoInEachOfThree();
    rig.makeSick("eu-1");
    rig.makeSick("ap-1", rig.fleet().node("ap-1").ways().getFirst());
    rig.makeSick("ap-2");

    assertThat(rig.turn().regions())
        .containsExactly(
            new Region("eu", "stun:eu-2.turn.invalid:3478"),
            new Region("us", "stun:us-1.turn.invalid:3478"));
  }

  @Test
  void clientsMeasureNothingWhereThereIsNothingToChoose() {
    assertThat(rig("a.region=eu", "b.region=eu").turn().regions()).isEmpty();
  }

  @Test
  void clientsMeasureEightRegionsAtMost() {
    String[] settings =
        IntStream.range(0, 20).mapToObj(n -> "n" + n + ".region=r" + n).toArray(String[]::new);

    assertThat(rig(settings).turn().regions()).hasSize(TurnFleet.REGIONS_MAX);
  }
}
