package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A slice of the NAT laboratory; all of it is {@code ./plait nat-lab}. */
class NatLabTest {
  /** Each kind of network and each path at least once, with Java peers. */
  private static final List<String> SLICE =
      List.of(
          "public×tcp-only",
          "full-cone×symmetric",
          "address-restricted×symmetric",
          "port-restricted×carrier-grade",
          "port-restricted×symmetric",
          "symmetric-lossy×symmetric-lossy",
          "hairpin×hairpin",
          "no-hairpin×no-hairpin",
          "tcp-only×tcp-443-only",
          "proxy-only×tcp-443-only",
          "ipv6-only×ipv6-only",
          "ipv6-only×broken-ipv6");

  private static final List<String> BROWSER_SLICE =
      List.of("public×tcp-only", "port-restricted×proxy-only");

  @TempDir private static Path folder;

  private static Laboratory laboratory;
  private static int number;

  @BeforeAll
  static void make() throws Exception {
    Optional<String> missing = Requirements.missing();
    assumeTrue(missing.isEmpty(), () -> "SKIPPED, no NAT laboratory here: " + missing.orElse(""));
    laboratory = new Laboratory(folder);
  }

  @AfterAll
  static void end() throws Exception {
    if (laboratory != null) {
      laboratory.close();
      String own = "plait-" + ProcessHandle.current().pid() + "-";
      assertThat(Shell.run(List.of("ip", "netns"))).doesNotContain(own);
    }
  }

  @ParameterizedTest
  @MethodSource("slice")
  void everyPairTakesThePathThatIsWrittenDown(Expectation expectation) throws Exception {
    Cell cell = CellRun.play(laboratory, ++number, expectation);

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
    Move move = MoveRun.play(laboratory, ++number, moving);

    assertThat(move.passed()).as("%s", move.json()).isTrue();
  }

  @Test
  void aPathIsWrittenDownForEveryPair() {
    Set<Set<NetworkKind>> pairs = new HashSet<>();
    javaCells().forEach(cell -> pairs.add(EnumSet.of(cell.one(), cell.other())));

    int kinds = NetworkKind.values().length;
    assertThat(pairs).hasSize(kinds * (kinds + 1) / 2);
    assertThat(javaCells()).hasSameSizeAs(pairs);
    assertThat(Expectation.all()).noneMatch(cell -> cell.why().isBlank());
    assertThat(slice()).hasSize(SLICE.size() + BROWSER_SLICE.size());
  }
}
