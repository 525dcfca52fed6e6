/** The counters of one `Negotiation` while they grow. */
export class Tally {
  attempts = 0;
  opens = 0;
  iceRestarts = 0;
  recoveries = 0;
  rebuilds = 0;
  glares = 0;
  stale = 0;
  resends = 0;

  /** @returns {import('./LadderCounters.js').LadderCounters} */
  snapshot() {
    return { ...this };
  }
}
