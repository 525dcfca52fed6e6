package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A slice of the NAT laboratory; all of it is {@code ./plait nat-lab}. */
class NatLabTest {
  /**
   * Each path at least once, with Java peers; both paths that depend on what a NAT does with those
   * behind it; IPv6 that meets IPv4. Packets are lost below, and a browser sits behind the rest.
   */
  static final List<String> SLICE =
      List.of(
          "public×tcp-only",
          "full-cone×symmetric",
          "hairpin×hairpin",
          "no-hairpin×no-hairpin",
          "tcp-only×tcp-443-only",
          "proxy-only×tcp-443-only",
          "ipv6-only×broken-ipv6");

  static final List<String> BROWSER_SLICE =
      List.of("symmetric×tcp-443-only", "port-restricted×proxy-only");

  private static final long TWENTY_SECONDS_MS = 20_000;

  @RegisterExtension private static final LaboratoryExtension LAB = new LaboratoryExtension();

  @ParameterizedTest
  @MethodSource("slice")
  void everyPairTakesThePathThatIsWrittenDown(Expectation expectation) throws Exception {
    Cell cell = CellRun.play(LAB.laboratory(), LAB.nextNumber(), expectation);

    assertThat(cell.passed()).as("%s", cell.json()).isTrue();
  }

  static Stream<Expectation> slice() {
    return Stream.concat(
        javaCells().filter(cell -> SLICE.stream().anyMatch(cell::isCalled)),
        Expectation.all().stream()
            .filter(cell -> cell.peers().equals("java×chromium"))
            .filter(cell -> BROWSER_SLICE.stream().anyMatch(cell::isCalled)));
  }

  private static Stream<Expectation> javaCells() {
    return Expectation.all().stream().filter(cell -> cell.peers().equals("java×java"));
  }

  @ParameterizedTest
  @EnumSource(
      value = MovingCase.class,
      names = {"CUT_UDP", "ROAM"})
  void theConversationGoesOnWhenTheNetworkChanges(MovingCase moving) throws Exception {
    Move move = MoveRun.play(LAB.laboratory(), LAB.nextNumber(), moving);

    assertThat(move.passed()).as("%s", move.json()).isTrue();
  }

  /** How long pauses are at the worst is for an hour to tell, not for a minute. */
  @Test
  void aChannelThatLosesPacketsIsNotGivenUpAndOneThatIsDeadIs() throws Exception {
    LossyRun.Plan plan = new LossyRun.Plan(1, TWENTY_SECONDS_MS, 1);

    LossyTalk talk = LossyRun.play(LAB.laboratory(), LAB.nextNumber(), "java", plan);

    assertThat(talk.trouble()).isEmpty();
    assertThat(talk.loss().lost()).isPositive().isLessThan(talk.loss().packets() / 5);
    assertThat(talk.rescue().deaths()).as("%s", talk.json()).isZero();
    assertThat(talk.by().getOrDefault("relay", 0L)).isPositive();
    assertThat(talk.pauseMs(50)).isLessThan(LossyTalk.PAUSE_LIMIT_MS);
    assertThat(talk.cuts()).hasSize(1).allMatch(cut -> cut.foundMs() > 0 && cut.backMs() >= 0);
    assertThat(talk.tally().sent()).isPositive();
    assertThat(talk.tally().clean()).as("%s", talk.json()).isTrue();
    assertThat(talk.equal()).isTrue();
  }
}
