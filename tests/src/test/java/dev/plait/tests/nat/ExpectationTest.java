package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  @Test
  void aPathIsWrittenDownForEveryPair() {
    List<Expectation> java =
        Expectation.all().stream().filter(cell -> cell.peers().equals("java×java")).toList();
    Set<Set<NetworkKind>> pairs = new HashSet<>();
    java.forEach(cell -> pairs.add(EnumSet.of(cell.one(), cell.other())));

    int kinds = NetworkKind.values().length;
    assertThat(pairs).hasSize(kinds * (kinds + 1) / 2);
    assertThat(java).hasSameSizeAs(pairs);
    assertThat(Expectation.all()).noneMatch(cell -> cell.why().isBlank());
  }

  @Test
  void theSliceNamesPairsThatThereAre() {
    assertThat(NatLabTest.slice())
        .hasSize(NatLabTest.SLICE.size() + NatLabTest.BROWSER_SLICE.size());
  }
}
