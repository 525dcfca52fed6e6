import { NO_RUNG } from './RungCounters.js';
import { RungTally } from './RungTally.js';

/** The counters of one `Negotiation` while they grow. */
export class Tally {
  iceRestart = new RungTally();
  rebuild = new RungTally();
  refresh = new RungTally();
  upgrade = new RungTally();
  attempts = 0;
  opens = 0;
  glares = 0;
  stale = 0;
  resends = 0;

  /** @returns {import('./LadderCounters.js').LadderCounters} */
  snapshot() {
    const { iceRestart, rebuild, refresh, upgrade, ...counts } = this;
    return {
      iceRestart: iceRestart.snapshot(),
      rebuild: rebuild.snapshot(),
      relay: NO_RUNG,
      refresh: refresh.snapshot(),
      upgrade: upgrade.snapshot(),
      ...counts,
    };
  }
}
