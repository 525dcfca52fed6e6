package dev.plait.tests.abuse;

import java.io.IOException;
import java.net.URI;

/**
 * What two people paid for what a third did.
 *
 * @param alone how they were served before
 * @param during how they were served meanwhile
 * @param said how many frames the third sent
 * @param heard how many it got back
 */
record Trial(Bystanders.Served alone, Bystanders.Served during, long said, long heard) {
  /** How often the two are served while one thing is measured. */
  static final int TIMES = 150;

  /** A node that has met nothing of the kind yet compiles what it needs for it. */
  private static final int WARM_UP_TIMES = 50;

  /** How much longer than alone they may wait. */
  private static final double MOST = 3;

  /** Below this nobody counts: threads of a busy machine stand still for as long. */
  private static final double FLOOR_MS = 10;

  /** Serves the two alone and then beside the attack, after both have been tried once. */
  static Trial run(URI server, Attack attack, Bystanders two)
      throws IOException, InterruptedException {
    Crowd crowd = Crowd.gather(server, attack.needsMany());
    try (Flood _ = Flood.begin(crowd, attack)) {
      two.measure(WARM_UP_TIMES);
    }
    two.measure(WARM_UP_TIMES);
    Bystanders.Served alone = two.measure(TIMES);
    try (Flood flood = Flood.begin(crowd, attack)) {
      Bystanders.Served during = two.measure(TIMES);
      return new Trial(alone, during, flood.said(), flood.heard());
    }
  }

  /** How many times as long as alone the slowest per cent took, at the worst. */
  double ratio() {
    return Math.max(ratio(alone.stored(), during.stored()), ratio(alone.pings(), during.pings()));
  }

  private static double ratio(Waits alone, Waits during) {
    return during.quantileMs(0.99) / Math.max(FLOOR_MS, alone.quantileMs(0.99));
  }

  boolean harmless() {
    return ratio() <= MOST;
  }

  @Override
  public String toString() {
    return String.format(
        "  tried:  %d frames sent, %d came back%n  alone:  %s%n  during: %s%n  ratio:  %.1f, at most %.0f%n",
        said, heard, alone, during, ratio(), MOST);
  }
}
