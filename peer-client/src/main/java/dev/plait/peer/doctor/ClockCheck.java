package dev.plait.peer.doctor;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** How far this machine's clock and the server's are apart. Stateless. */
final class ClockCheck {
  /** Over it something is wrong, though nothing fails yet. */
  private static final long WARNING_MS = 5_000;

  /** Over it tokens and TURN credentials are renewed too late. */
  static final long FAILURE_MS = 60_000;

  private static final int SAMPLES = 3;

  private ClockCheck() {}

  /**
   * How far this machine's clock is ahead, in milliseconds; of some samples the one with the
   * shortest round trip, half of which is subtracted (RFC 5905 §8).
   */
  static Answer<Long> make(Web web, InstantSource clock) throws InterruptedException {
    double bestMs = Double.MAX_VALUE;
    double aheadMs = 0;
    try {
      for (int i = 0; i < SAMPLES; i++) {
        long beginNs = System.nanoTime();
        long beginMs = clock.millis();
        Map<String, Object> answer = Web.json(web.get("/v1/time"));
        double roundTripMs = (System.nanoTime() - beginNs) / 1e6;
        if (!(answer.get("timeMs") instanceof Long serverMs)) {
          return silent();
        }
        if (roundTripMs < bestMs) {
          bestMs = roundTripMs;
          aheadMs = beginMs + roundTripMs / 2 - serverMs;
        }
      }
    } catch (IOException e) {
      return silent();
    }
    return judge(Math.round(aheadMs), bestMs);
  }

  private static Answer<Long> silent() {
    return Answer.failed("the server does not tell its time any more", "run it again");
  }

  private static Answer<Long> judge(long aheadMs, double roundTripMs) {
    Duration apart = Duration.ofMillis(Math.abs(aheadMs));
    String detail =
        String.format(
            Locale.ROOT,
            "this machine's clock is %.1f s %s the server's; round trip %.1f ms",
            apart.toMillis() / 1e3,
            aheadMs >= 0 ? "ahead of" : "behind",
            roundTripMs);
    String todo =
        "set the clock of this machine by NTP (timedatectl set-ntp true); if it is right, the"
            + " node's";
    if (apart.toMillis() > FAILURE_MS) {
      return new Answer<>(Outcome.FAILED, detail, todo, aheadMs);
    }
    return apart.toMillis() > WARNING_MS
        ? Answer.warning(detail, todo, aheadMs)
        : Answer.ok(detail, aheadMs);
  }
}
