// Keeps who is who in the browser's storage.
import { context } from '../context.js';

export const PEOPLE_KEY = 'plait-people ';

let waiting = false;

/**
 * Takes in a roster.
 *
 * @param {import('../types.js').Roster} roster
 */
export function learn(roster) {
  const { state } = context;
  if (!state.people.learn(roster)) return;
  state.open?.transcript.attributeAgain();
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    try {
      localStorage.setItem(PEOPLE_KEY + state.me.account, state.people.toText());
    } catch {
      // Names are looked up again from the rosters.
    }
  }, 500);
}
