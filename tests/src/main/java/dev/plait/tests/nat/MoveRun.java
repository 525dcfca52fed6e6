package dev.plait.tests.nat;

import dev.plait.tests.scenario.Side;
import dev.plait.tests.scenario.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plays one case in which the network changes while both sides talk. Stateless. */
final class MoveRun {
  /** Often enough to see a pause, seldom enough to be no load. */
  private static final int PER_SECOND = 20;

  /** More than can be said at that rate in the longest case. */
  private static final int MANY = 100_000;

  private static final long FIRST_PATH_MS = 30_000;
  private static final long DEAD_MS = 5_000;
  private static final long QUIET_MS = 3_000;

  private MoveRun() {}

  /** What came of it; a case that cannot be played to its end is one that did not pass. */
  static Move play(Laboratory laboratory, int number, MovingCase moving)
      throws InterruptedException {
    try {
      return begin(laboratory, number, moving);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      Leftovers.stopWhenEnding();
      return Move.broken(moving, e);
    }
  }

  private static Move begin(Laboratory laboratory, int number, MovingCase moving) throws Exception {
    try (Pair<JavaTalker> pair =
        new Pair<>(
            laboratory, number, moving.one(), moving.other(), laboratory::java, laboratory::java)) {
      var _ = pair.meet();
      Side ada = pair.ada().side();
      Side grace = pair.grace().side();
      String before = pair.awaitPath(moving.before(), FIRST_PATH_MS);
      if (!before.equals(moving.before())) {
        throw new IllegalStateException(moving.slug() + " begins on the path " + before);
      }
      long beganMs = System.currentTimeMillis();
      ada.send("a", MANY, PER_SECOND);
      grace.send("g", MANY, PER_SECOND);
      Elapse.ms(QUIET_MS);
      moving.change(laboratory, pair);
      long changedMs = System.currentTimeMillis();
      if (moving.breaks()) {
        pair.awaitPath("relay", DEAD_MS);
      }
      String after = pair.awaitPath(moving.after(), moving.recoveredLimitMs());
      long recoveredMs = System.currentTimeMillis() - changedMs;
      Elapse.ms(QUIET_MS);
      ada.stopSending();
      grace.stopSending();
      Tally tally = pair.tally();
      return new Move(
          moving.slug(),
          moving.after(),
          pair.path(),
          pauseMs(List.of(ada, grace), beganMs, moving.cuts()),
          moving.pauseLimitMs(),
          after.equals(moving.after()) ? recoveredMs : -1,
          moving.recoveredLimitMs(),
          tally,
          pair.equal(),
          pair.ada().way().why());
    }
  }

  /** The longest silence between two arrivals since a time; of many, the 95th percentile. */
  private static long pauseMs(List<Side> sides, long sinceMs, int cuts) {
    List<Long> pauses = new ArrayList<>();
    for (Side side : sides) {
      long lastMs = sinceMs;
      for (Side.Arrival arrival : side.arrivals()) {
        if (arrival.atMs() >= sinceMs) {
          pauses.add(arrival.atMs() - lastMs);
          lastMs = arrival.atMs();
        }
      }
    }
    pauses.sort(Comparator.reverseOrder());
    return pauses.get(sides.size() * cuts / 20);
  }
}
