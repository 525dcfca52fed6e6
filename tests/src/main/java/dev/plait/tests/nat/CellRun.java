package dev.plait.tests.nat;

import dev.plait.tests.scenario.Tally;

/** Plays one pair of networks: two meet, find their path, and talk. Stateless. */
final class CellRun {
  /** Messages that each side says on the path that was found. */
  private static final int MESSAGES = 500;

  /** How long the expected path may take: a first try to do better than TURN comes after 30 s. */
  private static final long FIND_MS = 45_000;

  /** How long another path than the expected relay may still come: a hopeless attempt ends. */
  private static final long NOTHING_ELSE_MS = 20_000;

  private CellRun() {}

  static Cell play(Laboratory laboratory, int number, Expectation expectation) throws Exception {
    try (Pair<Talker> pair =
        new Pair<>(
            laboratory,
            number,
            expectation.one(),
            expectation.other(),
            laboratory.seat(expectation.software()),
            laboratory.seat(expectation.otherSoftware()))) {
      pair.meet();
      return talk(pair, expectation);
    }
  }

  private static Cell talk(Pair<Talker> pair, Expectation expectation) throws Exception {
    String expected = expectation.path();
    long sentAtMs = System.currentTimeMillis();
    pair.ada().say("first", 1);
    pair.grace().awaitHeard(1);
    long firstMs = pair.grace().heard().getFirst().atMs() - sentAtMs;
    boolean relay = expected.equals("relay");
    String found =
        relay ? pair.awaitPath("any", NOTHING_ELSE_MS) : pair.awaitPath(expected, FIND_MS);
    long foundMs = System.currentTimeMillis() - sentAtMs;
    pair.ada().say("a", MESSAGES);
    pair.grace().say("g", MESSAGES);
    Tally tally = pair.tally();
    Talker.Way way = pair.ada().way();
    return new Cell(
        expectation.name(),
        expectation.peers(),
        expected,
        pair.path(),
        firstMs,
        found.equals("relay") ? -1 : foundMs,
        way.rttMs(),
        tally,
        pair.equal(),
        way.why());
  }
}
