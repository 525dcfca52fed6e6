package dev.plait.tests.nat;

import dev.plait.tests.scenario.Tally;

/** Plays one pair of networks: two meet, find their path, and talk. Stateless. */
final class CellRun {
  /** How long the expected path may take: a first try to do better than TURN comes after 5 s. */
  private static final long FIND_MS = 30_000;

  /** How long another path than the expected relay may still come: a hopeless attempt ends. */
  private static final long NOTHING_ELSE_MS = 20_000;

  /** How long a channel that too many losses in a row have ended may take to come back. */
  private static final long BACK_MS = 10_000;

  private CellRun() {}

  /** What came of it; a cell that cannot be played to its end is one that did not pass. */
  static Cell play(Laboratory laboratory, int number, Expectation expectation)
      throws InterruptedException {
    try {
      return begin(laboratory, number, expectation);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      Leftovers.stopWhenEnding();
      return Cell.broken(expectation, e);
    }
  }

  private static Cell begin(Laboratory laboratory, int number, Expectation expectation)
      throws Exception {
    try (Pair<Talker> pair =
        new Pair<>(
            laboratory,
            number,
            expectation.one(),
            expectation.other(),
            laboratory.seat(expectation.software()),
            laboratory.seat(expectation.otherSoftware()))) {
      return talk(pair, pair.meet(), expectation);
    }
  }

  private static Cell talk(Pair<Talker> pair, long saidAtMs, Expectation expectation)
      throws Exception {
    String expected = expectation.path();
    Talker.Heard first = pair.grace().heard().getFirst();
    boolean relay = expected.equals("relay");
    String found =
        relay ? pair.awaitPath("any", NOTHING_ELSE_MS) : pair.awaitPath(expected, FIND_MS);
    long foundMs = System.currentTimeMillis() - saidAtMs;
    pair.ada().say("a", Cell.MESSAGES);
    pair.grace().say("g", Cell.MESSAGES);
    Tally tally = pair.tally();
    String last = expectation.loses() ? pair.awaitPath(expected, BACK_MS) : pair.path();
    Talker.Way way = pair.ada().way();
    return new Cell(
        expectation.name(),
        expectation.peers(),
        expected,
        last,
        first.by(),
        first.atMs() - saidAtMs,
        found.equals("relay") ? -1 : foundMs,
        way.rttMs(),
        tally,
        pair.equal(),
        way.why());
  }
}
