import { Limits } from '../wire/Limits.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */

/**
 * An outbox numbered anew (DLV-22): what some target has not acked, in order, from 1 in another epoch, under its old ids
 * and stamps. What every target has keeps its place in the old epoch.
 *
 * @typedef {object} EpochChange
 * @property {string} epoch the new epoch
 * @property {import('./EpochStart.js').EpochStart} start when it was begun
 * @property {string[]} incarnations of the device from now on: the present one, the one that was not its own, if that was
 *   the evidence, and those before (SES-11)
 * @property {EpochStream[]} streams one for each own stream there was, also those with nothing to say again
 */

/**
 * One own stream: as it was, and the same conversation in the new epoch; what is said again, ascending.
 *
 * @typedef {{ from: StreamId, to: StreamId, moved: Moved[] }} EpochStream
 */

/**
 * An entry with its new number, and the targets that lack it; its number in the old epoch; whether it was never on a
 * path, then none after it was.
 *
 * @typedef {{ oldSeq: number, entry: import('../wire/types.js').PostedEntry, unsent: boolean }} Moved
 */

/**
 * Numbers what is open in `state` anew.
 *
 * @param {import('./DeviceState.js').DeviceState} state
 * @param {string} lastIncarnation that was the evidence, '0' for other evidence
 * @param {string} epoch drawn at random
 * @param {import('./EpochStart.js').EpochStart} start
 * @returns {EpochChange}
 */
export function epochChange(state, lastIncarnation, epoch, start) {
  const streams = state.out.map((out) => ({ from: out.stream, to: { ...out.stream, epoch }, moved: movedOf(out) }));
  const [present, ...before] = state.incarnations;
  const foreign = lastIncarnation === '0' ? [] : [lastIncarnation];
  const incarnations = [...new Set([present, ...foreign, ...before])].slice(0, Limits.INCARNATIONS);
  return { epoch, start, incarnations, streams };
}

/** @param {import('./DeviceState.js').OutStream} out @returns {Moved[]} */
function movedOf({ entries }) {
  /** @type {Map<string, number>} */
  const lastSeqs = new Map();
  return entries.map(({ entry, to, unsent }, index) => {
    const seq = index + 1;
    const addresses = to.map(({ device, part }) => {
      const after = lastSeqs.get(device) ?? 0;
      lastSeqs.set(device, seq);
      return { target: device, after, part };
    });
    return { oldSeq: entry.seq, entry: { ...entry, seq, to: addresses }, unsent };
  });
}
