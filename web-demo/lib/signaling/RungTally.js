import { NO_RUNG } from './RungCounters.js';

/** Counts one rung while it grows: one request at a time, and what becomes of it. */
export class RungTally {
  /** @type {'idle' | 'requested' | 'begun'} */
  #state = 'idle';
  #counts = { ...NO_RUNG };

  /** It is asked for; nothing when it already is. */
  request() {
    if (!this.open()) {
      this.#counts.requested++;
      this.#state = 'requested';
    }
  }

  /** What was asked for is begun. */
  begin() {
    if (this.waits()) {
      this.#state = 'begun';
    }
  }

  /** Whether a request is open. */
  open() {
    return this.#state !== 'idle';
  }

  /** Whether one is open and not begun. */
  waits() {
    return this.#state === 'requested';
  }

  /** Whether one is begun. */
  begun() {
    return this.#state === 'begun';
  }

  /** What was begun has helped; one that waits goes on waiting. */
  helped() {
    this.#end('begun', 'succeeded');
  }

  /** What was begun did not help; one that waits goes on waiting. */
  failed() {
    this.#end('begun', 'failed');
  }

  /** The reason for one that waits is gone. */
  notNeeded() {
    this.#end('requested', 'notNeeded');
  }

  /** All is well: thanks to what was begun, or by itself. */
  recovered() {
    this.helped();
    this.notNeeded();
  }

  /** The connection ends for another reason: too early for what was begun. */
  ended() {
    this.failed();
    this.notNeeded();
  }

  /** It is given up, begun or not. */
  gaveUp() {
    this.begin();
    this.failed();
  }

  /** The counts by now. @returns {import('./RungCounters.js').RungCounters} */
  snapshot() {
    return { ...this.#counts };
  }

  /** @param {'requested' | 'begun'} state @param {'notNeeded' | 'succeeded' | 'failed'} as */
  #end(state, as) {
    if (this.#state === state) {
      this.#counts[as]++;
      this.#state = 'idle';
    }
  }
}
