package dev.plait.tests.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What happens in one run, drawn from its seed. The seed draws what is done and when; what the
 * processes do at that moment is up to the machine.
 *
 * @param seed what it was drawn from
 * @param direct whether there are data channels; without them all goes through the server
 * @param absent whether the receiver is killed first and comes back last
 * @param custodyFirst whether an absent receiver waits until the server has said it has everything
 * @param messages how many the sender says; the receiver says a quarter of it
 * @param perSecond how fast, 0 for as fast as the outbox takes them
 * @param blows who is killed and when
 */
record CrashPlan(
    long seed,
    boolean direct,
    boolean absent,
    boolean custodyFirst,
    int messages,
    int perSecond,
    List<Blow> blows) {
  private static final int LEAST_MESSAGES = 200;
  private static final int MOST_MESSAGES = 600;

  /** A flood, and two rates at which kills hit single commits instead of full groups. */
  private static final int[] RATES = {0, 300, 1_000};

  /** A data channel takes seconds to come back, so most runs go without. */
  private static final int DIRECT_ONE_IN = 8;

  /** Every kill costs the start of a process, so most runs have one blow with one victim. */
  private static final int SECOND_ONE_IN = 4;

  /** Most loads last about two seconds: some blows come after all was said. */
  private static final int MOST_AFTER_MS = 2_000;

  private static final int MOST_DOWN_MS = 500;

  static CrashPlan draw(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    boolean direct = random.nextInt(DIRECT_ONE_IN) == 0;
    boolean absent = random.nextBoolean();
    boolean custodyFirst = random.nextBoolean();
    int messages = LEAST_MESSAGES + random.nextInt(MOST_MESSAGES - LEAST_MESSAGES + 1);
    int perSecond = RATES[random.nextInt(RATES.length)];
    List<Blow> blows = new ArrayList<>();
    blows.add(blow(random, absent));
    if (random.nextInt(SECOND_ONE_IN) == 0) {
      blows.add(blow(random, absent));
    }
    return new CrashPlan(seed, direct, absent, custodyFirst, messages, perSecond, blows);
  }

  private static Blow blow(Random random, boolean absent) {
    List<Victim> candidates = new ArrayList<>(List.of(Victim.SERVER, Victim.SENDER));
    if (!absent) {
      candidates.add(Victim.RECEIVER);
    }
    Collections.shuffle(candidates, random);
    int victims = random.nextInt(SECOND_ONE_IN) == 0 ? 2 : 1;
    return new Blow(
        List.copyOf(candidates.subList(0, victims)),
        random.nextInt(MOST_AFTER_MS),
        random.nextInt(MOST_DOWN_MS));
  }
}
