// The two-window trial: throw-away accounts, so their passwords may lie in the browser's storage until the card is put
// away.
import { context, changed } from '../context.js';
import { forget, keep, kept } from './storage.js';

/** @typedef {import('../types.js').Trial} Trial */

const { state } = context;

/** Before the device. */
export const TRIAL_KEY = 'plait-trial ';

/** @param {Trial} trial */
export function beginTrial(trial) {
  state.trial = trial;
  keep(TRIAL_KEY + state.me.device, JSON.stringify(trial));
  changed();
}

/** @param {string} device @returns {Trial | undefined} its trial, if the card was not put away */
export function keptTrial(device) {
  try {
    return JSON.parse(kept(TRIAL_KEY + device) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Puts the card away, and the password with it. */
export function endTrial() {
  state.trial = undefined;
  forget((key) => key === TRIAL_KEY + state.me.device);
  changed();
}
