package dev.plait.protocol.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HybridClockTest {
  private static final long NOW_MS = 1_790_000_000_000L;

  @Test
  void aStampIsHigherThanEveryEarlierOneThoughTheClockStepsBack() {
    HybridClock clock = new HybridClock(0);
    long first = clock.tick(NOW_MS);
    long second = clock.tick(NOW_MS - 60_000);
    assertThat(HybridClock.toMs(first)).isEqualTo(NOW_MS);
    assertThat(second).isEqualTo(first + 1);
  }

  @Test
  void aReplySortsAfterWhatItAnswers() {
    HybridClock clock = new HybridClock(0);
    long question = HybridClock.of(NOW_MS + 10_000, 7);
    clock.observe(question, NOW_MS);
    assertThat(Long.compareUnsigned(clock.tick(NOW_MS), question)).isPositive();
  }

  @Test
  void aStampMoreThanFiveMinutesAheadDoesNotDrag() {
    HybridClock clock = new HybridClock(0);
    clock.observe(HybridClock.of(NOW_MS + HybridClock.MAX_AHEAD_MS + 1, 0), NOW_MS);
    assertThat(HybridClock.toMs(clock.tick(NOW_MS))).isEqualTo(NOW_MS);
    clock.observe(HybridClock.of(NOW_MS + HybridClock.MAX_AHEAD_MS, 0), NOW_MS);
    assertThat(HybridClock.toMs(clock.tick(NOW_MS))).isEqualTo(NOW_MS + HybridClock.MAX_AHEAD_MS);
  }

  @Test
  void aStampLeftAloneCountsOnceTheServerHasCorrectedTheClock() {
    HybridClock clock = new HybridClock(0);
    long shown = HybridClock.of(NOW_MS, 9);
    long slowMs = NOW_MS - 2 * HybridClock.MAX_AHEAD_MS;
    clock.observe(shown, slowMs);

    clock.handleServerTime(NOW_MS - 5, slowMs);

    assertThat(Long.compareUnsigned(clock.tick(slowMs), shown)).isPositive();
  }

  @Test
  void theServersClockCorrectsOnesOwn() {
    HybridClock clock = new HybridClock(0);
    clock.handleServerTime(NOW_MS, NOW_MS - 3_600_000);
    assertThat(HybridClock.toMs(clock.tick(NOW_MS - 3_600_000))).isEqualTo(NOW_MS);
  }

  @Test
  void aFullCounterCarriesIntoTheMilliseconds() {
    HybridClock clock = new HybridClock(HybridClock.of(NOW_MS, 65535));
    long next = clock.tick(NOW_MS);
    assertThat(HybridClock.toMs(next)).isEqualTo(NOW_MS + 1);
    assertThat(HybridClock.toCounter(next)).isZero();
  }

  @Test
  void devicesAreComparedAsTheirTextSorts() {
    UUID low = UUID.fromString("7fffffff-ffff-4fff-bfff-ffffffffffff");
    UUID high = UUID.fromString("80000000-0000-4000-8000-000000000000");
    assertThat(new TranscriptOrder(1, low, 9)).isLessThan(new TranscriptOrder(1, high, 1));
    assertThat(new TranscriptOrder(-1L, low, 1)).isGreaterThan(new TranscriptOrder(1, high, 1));
    assertThat(new TranscriptOrder(1, low, 1)).isLessThan(new TranscriptOrder(1, low, 2));
  }

  @Property
  void stampsOnlyRise(
      @ForAll long observed, @ForAll @LongRange(min = 0, max = 1L << 45) long nowMs) {
    HybridClock clock = new HybridClock(0);
    long before = clock.tick(nowMs);
    clock.observe(observed, nowMs);
    assertThat(Long.compareUnsigned(clock.tick(nowMs), before)).isPositive();
  }
}
