package dev.plait.protocol.signaling;

/** The counters of one {@link Negotiation} while they grow. */
final class Tally {
  long attempts;
  long opens;
  long iceRestarts;
  long recoveries;
  long rebuilds;
  long glares;
  long stale;
  long resends;

  LadderCounters snapshot() {
    return new LadderCounters(
        attempts, opens, iceRestarts, recoveries, rebuilds, glares, stale, resends);
  }
}
