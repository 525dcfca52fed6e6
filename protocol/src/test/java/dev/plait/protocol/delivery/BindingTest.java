package dev.plait.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Marks;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which marks a sender believes after it was refused what may have arrived (DLV-20). */
class BindingTest {
  private final TargetQueue queue =
      new TargetQueue(new UUID(0, 2), SenderLimits.DEFAULT, 1, new Unread());

  @ParameterizedTest
  @CsvSource({"64, 1, 0", "64, 1, 40", "64, 5, 6", "64, 64, 64", "600, 1, 2", "600, 599, 600"})
  void whatWasRefusedMayHaveArrivedInRuns(int refused, long from, long through) {
    refuse(refused);

    assertThat(queue.binding.holds(refused, markOf(from, through))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 700})
  void aMarkThatCostsTooMuchToLookAtIsForeign(long from) {
    refuse(1_000);

    assertThat(queue.binding.holds(1_000, markOf(from, 705))).isFalse();
  }

  @Test
  void eachSetOfAFewIsTried() {
    refuse(6);

    long mark = Marks.next(markOf(2, 3), 6, id(6));
    assertThat(queue.binding.holds(6, mark)).isTrue();
    assertThat(queue.binding.holds(6, mark + 1)).isFalse();
  }

  private void refuse(int entries) {
    LongStream.rangeClosed(1, entries).forEach(seq -> queue.binding.handleGivenUp(seq, id(seq)));
  }

  private static long markOf(long from, long through) {
    long mark = Marks.NONE;
    for (long seq = from; seq <= through; seq++) {
      mark = Marks.next(mark, seq, id(seq));
    }
    return mark;
  }

  private static UUID id(long seq) {
    return new UUID(7, seq);
  }
}
