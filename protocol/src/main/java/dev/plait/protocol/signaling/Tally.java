package dev.plait.protocol.signaling;

/** The counters of one {@link Negotiation} while they grow. */
final class Tally {
  final RungTally iceRestart = new RungTally();
  final RungTally rebuild = new RungTally();
  final RungTally refresh = new RungTally();
  final RungTally upgrade = new RungTally();
  long attempts;
  long opens;
  long glares;
  long stale;
  long resends;

  LadderCounters snapshot() {
    return new LadderCounters(
        iceRestart.snapshot(),
        rebuild.snapshot(),
        RungCounters.NONE,
        refresh.snapshot(),
        upgrade.snapshot(),
        attempts,
        opens,
        glares,
        stale,
        resends);
  }
}
