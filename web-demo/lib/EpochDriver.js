import { epochChange } from './core/EpochChange.js';
import { randomU64 } from './drivers/randomU64.js';

/** Numbers the outbox anew on disk (DLV-22), after everything that was asked for before. */
export class EpochDriver {
  #data;
  #clock;
  /** On its way to the disk, which has not been read since. @type {import('./core/EpochChange.js').EpochChange | undefined} */
  #change;

  /** @param {import('./drivers/DeviceData.js').DeviceData} data @param {import('./drivers/PeerClock.js').PeerClock} clock */
  constructor(data, clock) {
    this.#data = data;
    this.#clock = clock;
  }

  /**
   * Begins another epoch: what is on disk then, and what to tell. Where the disk cannot be read, call it again.
   *
   * @param {{ lastIncarnation: string, pauseMs: number }} begun what the core said
   */
  async begin({ lastIncarnation, pauseMs }) {
    const data = this.#data;
    await data.idle();
    const nowMs = this.#clock.nowMs();
    if (this.#change === undefined) {
      this.#change = epochChange(await data.load(nowMs), lastIncarnation, randomU64(), { atMs: nowMs, pauseMs });
      data.write(0, [{ write: 'epoch-begun', change: this.#change }]);
      await data.idle();
    }
    const state = await data.load(nowMs);
    const event = eventOf(this.#change);
    this.#change = undefined;
    return { state, event };
  }
}

/** @param {import('./core/EpochChange.js').EpochChange} change @returns {import('./core/PeerEvent.js').PeerEvent} */
function eventOf({ streams }) {
  const moved = streams.map(({ from, to, moved }) => ({
    from,
    to,
    seqs: moved.map(({ oldSeq, entry }) => /** @type {[number, number]} */ ([oldSeq, entry.seq])),
  }));
  const again = moved.reduce((sum, { seqs }) => sum + seqs.length, 0);
  const said =
    again === 0 ? '' : `What others had not confirmed is sent again (${again} message${again === 1 ? '' : 's'}). `;
  const message =
    'The data of this device went back to an earlier state, or a copy of it is in use. ' +
    said +
    'What was said from here meanwhile has reached the server or others, but may be missing here. Use each copy of the ' +
    'data under one device only; sign in anew for another.';
  return { event: 'epoch-begun', message, moved };
}
