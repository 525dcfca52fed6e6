package dev.plait.server.http;

import dev.plait.server.admission.Budget;
import dev.plait.server.admission.RateLimits;
import dev.plait.server.admission.Refusal;
import dev.plait.server.ops.Metrics;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a used-up budget into 429 with Retry-After. Safe from any thread. */
final class Throttle {
  /** What a change costs however few hear of it: what they post meanwhile comes back to them. */
  private static final long CHEAPEST_CHANGE = 100;

  /** And however many do: nobody who is in much has to wait for long. */
  private static final long DEAREST_CHANGE = 25_000;

  private final RateLimits limits;
  private final Metrics metrics;

  Throttle(RateLimits limits, Metrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Null when the call may go on. */
  @Nullable Reply take(Budget budget, Object of) {
    return take(budget, of, 1);
  }

  /** The same for something that costs more than one token, or none. */
  @Nullable Reply take(Budget budget, Object of, long tokens) {
    long waitMs = tokens == 0 ? 0 : limits.take(budget, of, tokens);
    if (waitMs == 0) {
      return null;
    }
    return refuse(budget.name().toLowerCase(Locale.ROOT), waitMs);
  }

  /** Who changes something pays for all who are told of it. */
  @Nullable Reply takeForChange(UUID account, long devicesTold) {
    return take(Budget.CHANGE, account, Math.clamp(devicesTold, CHEAPEST_CHANGE, DEAREST_CHANGE));
  }

  /**
   * A device has shown that it is one: what it took of its network's budget is taken of its own.
   */
  void handleDevice(Budget budget, Object network, UUID device) {
    if (limits.take(Budget.DEVICE, device, 1) == 0) {
      limits.giveBack(budget, network);
    }
  }

  /** Tells to come back, and counts that. */
  Reply refuse(String budget, long waitMs) {
    metrics.count("plait.http.throttled", "budget", budget);
    return Reply.problem(Refusal.RATE_LIMITED).after(waitMs);
  }
}
