package dev.plait.server.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WrongPasswordsTest {
  private Instant now = Instant.EPOCH;
  private final WrongPasswords wrong = new WrongPasswords(3, () -> now);

  @Test
  void theFirstFewCostNothingAndEachFurtherOneAPauseTwiceAsLong() {
    for (int i = 0; i < 3; i++) {
      assertThat(wrong.begin("ada")).isZero();
    }
    for (long pauseMs = 1_000; pauseMs <= 512_000; pauseMs *= 2) {
      assertThat(wrong.begin("ada")).isEqualTo(pauseMs);
      now = now.plusMillis(pauseMs - 1);
      assertThat(wrong.begin("ada")).as("who asks in a pause makes it no longer").isOne();
      now = now.plusMillis(1);
      assertThat(wrong.begin("ada")).isZero();
    }
    for (int i = 0; i < 100; i++) {
      Duration longest = Duration.ofMinutes(15);
      assertThat(wrong.begin("ada")).isEqualTo(longest.toMillis());
      now = now.plus(longest);
      assertThat(wrong.begin("ada")).isZero();
    }
  }

  @Test
  void aRightOneForgetsThoseBefore() {
    for (int i = 0; i < 20; i++) {
      assertThat(wrong.begin("ada")).isZero();
      wrong.begin("ada");
      wrong.handleRight("ada");
    }
  }

  @Test
  void oneThatNobodyLookedAtDoesNotCount() {
    for (int i = 0; i < 20; i++) {
      assertThat(wrong.begin("ada")).isZero();
      wrong.handleUndone("ada");
    }
  }

  @Test
  void eachHasACountOfItsOwn() {
    for (int i = 0; i < 5; i++) {
      wrong.begin("ada");
    }
    assertThat(wrong.begin("ada")).isPositive();
    assertThat(wrong.begin("grace")).isZero();
  }
}
