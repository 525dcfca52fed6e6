// What all actions share: the state, the peer, and the wish to be drawn again.
import { initialState } from './state.js';
import { describe } from './model/failure.js';

/** While nobody looks there are no animation frames; the title still has to follow. */
const HIDDEN_MS = 250;

/** The peer of nobody. */
export const nobody = /** @type {import('../lib/index.js').Peer} */ (/** @type {unknown} */ (undefined));

export const context = {
  state: initialState(),
  /** Once somebody is signed in; nothing that needs it is on the screen before. */
  peer: nobody,
  /** @type {() => void} */
  draw: () => {},
  /** @type {(() => void)[]} done once, after the next drawing */
  afterwards: [],
};

let scheduled = false;

/** Draws soon: however much changes before the next frame, once. */
export function changed() {
  if (scheduled) return;
  scheduled = true;
  const draw = () => {
    scheduled = false;
    context.draw();
  };
  if (document.visibilityState === 'hidden') setTimeout(draw, HIDDEN_MS);
  else requestAnimationFrame(draw);
}

/**
 * Does something once what has changed is drawn.
 *
 * @param {() => void} work
 */
export function afterDrawing(work) {
  context.afterwards.push(work);
  changed();
}

/**
 * Puts the keyboard on an element after the next drawing.
 *
 * @param {string[]} selectors the first that finds one counts
 */
export function focusOn(...selectors) {
  afterDrawing(() => {
    const found = selectors.map((selector) => document.querySelector(selector)).find((element) => element !== null);
    /** @type {HTMLElement | undefined | null} */ (found)?.focus();
  });
}

let notices = 0;

/** How long good news stays. */
const GOOD_MS = 6_000;

/**
 * Tells something beside what the person is doing. Bad news stays until it is put away.
 *
 * @param {Omit<import('./types.js').Notice, 'id'>} notice
 */
export function tell(notice) {
  const id = ++notices;
  const { state } = context;
  state.notices = [...state.notices.filter((other) => other.what !== notice.what), { ...notice, id }].slice(-3);
  if (notice.tone === 'good') setTimeout(() => putAway(id), GOOD_MS);
  changed();
}

/** @param {number} id */
export function putAway(id) {
  context.state.notices = context.state.notices.filter((notice) => notice.id !== id);
  changed();
}

/**
 * Lets a screen reader say something.
 *
 * @param {string} text
 */
export function speak(text) {
  context.state.spoken = { turn: context.state.spoken.turn + 1, text };
  changed();
}

/**
 * Runs what may fail, and tells it when it does, unless nobody or somebody else is signed in by then.
 *
 * @param {string} doing as in 'The group was not renamed'
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether it went well
 */
export async function attempt(doing, work) {
  const { peer } = context;
  try {
    await work();
    return true;
  } catch (error) {
    if (context.peer === peer) tell({ tone: 'bad', ...describe(error, doing) });
    return false;
  }
}

/** @param {number} length @returns {string} random letters and digits that nobody mixes up */
export function randomLetters(length) {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
}
