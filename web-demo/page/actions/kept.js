// What the page keeps of a device in the browser's storage, beside what the library keeps: drafts, names, when somebody
// last looked, and the trial.
import { context, changed } from '../context.js';
import { draftKeys, Drafts } from '../model/Drafts.js';
import { NOWHERE } from '../state.js';
import { PEOPLE_KEY, stopLearning } from './people.js';
import { keepPresence, SEEN_KEY } from './presence.js';
import { forget } from './storage.js';
import { TRIAL_KEY } from './trial.js';

const { state } = context;

/**
 * Forgets all of a device that is no longer in this browser. An account has one device in a browser.
 *
 * @param {{ device: string, account: string }} which
 */
export function forgetKept({ device, account }) {
  if (state.me.device === device) {
    stopLearning();
    state.drafts = new Drafts(NOWHERE, device);
    state.trial = undefined;
  }
  const single = [PEOPLE_KEY + account, SEEN_KEY + device, TRIAL_KEY + device];
  forget((key) => key.startsWith(draftKeys(device)) || single.includes(key));
}

/** Another tab has changed what all of them share. @param {StorageEvent} event */
export function storageChanged({ key }) {
  if (key === SEEN_KEY + state.me.device) keepPresence();
  if (key?.startsWith(draftKeys(state.me.device))) changed();
}
