package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aDozenPairsAndMoreAreAlsoPlayedWithABrowser() {
    assertThat(Expectation.all())
        .filteredOn(cell -> cell.peers().equals("java×chromium"))
        .extracting(Expectation::name)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "symmetric×full-cone",
        "full-cone×symmetric",
        "symmetric,full-cone",
        "symmetric*full-cone",
        "symmetric\uFFFD\uFFFDfull-cone"
      })
  void aPairIsFoundByEitherOrderAndAnySeparator(String name) {
    assertThat(Expectation.all())
        .filteredOn(cell -> cell.isCalled(name))
        .extracting(Expectation::name)
        .contains("full-cone×symmetric")
        .allMatch(found -> Set.of(found.split("×")).equals(Set.of("full-cone", "symmetric")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "×", "symmetric", "symmetric×", "symmetric×full-cone×public", "a×b"})
  void whatIsNoPairIsNotFound(String name) {
    assertThat(Expectation.all()).noneMatch(cell -> cell.isCalled(name));
  }

  @Test
  void theSliceNamesPairsThatThereAre() {
    assertThat(NatLabTest.slice())
        .hasSize(NatLabTest.SLICE.size() + NatLabTest.BROWSER_SLICE.size());
  }
}
