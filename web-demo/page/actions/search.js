// Search in what is on this device.
import { context, changed, speak } from '../context.js';
import { describe } from '../model/failure.js';
import { openConversation } from './conversations.js';
import { goTo } from './scroll.js';
import { keyOf } from '../library.js';

const { state } = context;

/** Hits shown; a longer word brings fewer. */
export const HITS = 50;

/** After the last keystroke. */
const PAUSE_MS = 200;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let asked = 0;

/**
 * @param {string} text
 * @param {boolean} everywhere in all conversations
 */
export function searchFor(text, everywhere) {
  state.search = { ...state.search, text, everywhere };
  changed();
  clearTimeout(timer);
  timer = setTimeout(run, PAUSE_MS);
}

async function run() {
  const mine = ++asked;
  const { text, everywhere } = state.search;
  const conv = everywhere ? undefined : state.open?.conv;
  if (text.trim() === '') {
    state.search = { text, everywhere, busy: false, done: false, hits: [] };
    changed();
    return;
  }
  state.search = { ...state.search, busy: true, failure: undefined };
  changed();
  // Asked anew, or the panel was closed, which empties the field.
  const over = () => mine !== asked || state.search.text === '';
  try {
    const hits = await context.peer.search(text.trim(), { conv, limit: HITS });
    if (over()) return;
    state.search = { text: state.search.text, everywhere, busy: false, done: true, hits };
    speak(hits.length === 1 ? '1 message found' : `${hits.length} messages found`);
  } catch (error) {
    if (over()) return;
    state.search = { ...state.search, busy: false, failure: describe(error, 'The search did not finish') };
  }
  changed();
}

/** @param {import('../types.js').Entry} entry */
export async function goToHit(entry) {
  if (matchMedia('(max-width: 1099px)').matches) state.panel = undefined;
  const panel = state.panel;
  const search = state.search;
  if (state.open?.conv !== entry.conv) {
    await openConversation(entry.conv, { focus: false });
    state.panel = panel;
    state.search = search;
  }
  await goTo((transcript) => transcript.at(keyOf(entry)), entry);
}
