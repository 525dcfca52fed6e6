package dev.plait.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an account pays for what it makes others do (SES-10). */
class AccountBudgetsTest {
  private static final UUID EVE = new UUID(3, 3);
  private static final UUID ADA = new UUID(3, 1);
  private static final int SECOND_OF_KEPT = SessionLimits.DEFAULT.keptPerSecond();
  private static final int SECOND_OF_PUSHED = SessionLimits.DEFAULT.pushedPerSecond();

  private final AccountBudgets budgets = new AccountBudgets(SessionLimits.DEFAULT);

  @Test
  void aSecondsWorthMayComeAtOnceAndWhatIsMoreWaitsItsTime() {
    assertThat(budgets.take(EVE, 1, new Cost(SECOND_OF_KEPT, 0))).isZero();
    assertThat(budgets.take(EVE, 1, new Cost(3L * SECOND_OF_KEPT, 0))).isBetween(1_000L, 3_000L);
  }

  @Test
  void whatIsPushedToOthersHasItsOwnBudget() {
    assertThat(budgets.take(EVE, 1, new Cost(0, SECOND_OF_PUSHED))).isZero();
    assertThat(budgets.take(EVE, 1, new Cost(SECOND_OF_KEPT, 0))).isZero();
    assertThat(budgets.take(EVE, 1, new Cost(0, 2L * SECOND_OF_PUSHED))).isPositive();
  }

  /** Another connection of the account, or the next one, waits for it too. */
  @Test
  void whatIsOwedIsWaitedForByEveryFrameAfterIt() {
    budgets.take(EVE, 1, new Cost(4L * SECOND_OF_KEPT, 0));

    assertThat(budgets.take(EVE, 1, new Cost(0, 0))).isBetween(1_000L, 3_000L);
  }

  /** Who is silent for longer is taken for gone (SES-7). */
  @Test
  void noPauseIsLongerThanAClientBears() {
    for (int i = 0; i < 10; i++) {
      assertThat(budgets.take(EVE, 1, new Cost(100L * SECOND_OF_KEPT, 0)))
          .isLessThanOrEqualTo(5_000L);
    }
  }

  @Test
  void nobodyPaysForAnother() {
    budgets.take(EVE, 1, new Cost(10L * SECOND_OF_KEPT, 10L * SECOND_OF_PUSHED));

    assertThat(budgets.take(ADA, 1, new Cost(256, 128))).isZero();
  }
}
