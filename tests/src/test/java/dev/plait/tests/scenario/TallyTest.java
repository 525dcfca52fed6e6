package dev.plait.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The counting that the demo's verdict rests on finds what it is there to find. */
class TallyTest {
  @Test
  void aMissingMessageIsLost() {
    assertThat(Tally.of(List.of("a", "b"), List.of("a"))).isEqualTo(new Tally(2, 1, 1, 0, 0));
  }

  @Test
  void aRepeatedMessageIsDuplicated() {
    assertThat(Tally.of(List.of("a", "b"), List.of("a", "b", "a")))
        .isEqualTo(new Tally(2, 2, 0, 1, 0));
  }

  @Test
  void anOvertakenMessageIsOutOfOrder() {
    assertThat(Tally.of(List.of("a", "b"), List.of("b", "a"))).isEqualTo(new Tally(2, 2, 0, 0, 1));
  }
}
