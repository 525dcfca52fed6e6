// Keeps who is who in the browser's storage.
import { context } from '../context.js';
import { keep } from './storage.js';

/** Before the account. */
export const PEOPLE_KEY = 'plait-people ';

/** After a change; a login tells of many. */
const KEEP_MS = 500;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Takes in a roster.
 *
 * @param {import('../types.js').Roster} roster
 */
export function learn(roster) {
  const { state } = context;
  if (!state.people.learn(roster)) return;
  state.open?.transcript.attributeAgain();
  timer ??= setTimeout(() => {
    timer = undefined;
    keep(PEOPLE_KEY + state.me.account, state.people.toText());
  }, KEEP_MS);
}

/** Nothing of before is written any more. */
export function stopLearning() {
  clearTimeout(timer);
  timer = undefined;
}
