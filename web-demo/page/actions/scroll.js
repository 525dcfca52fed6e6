// The message view: stays at the bottom when it is there, keeps what is looked at in place when messages come in above,
// and moves its window over a long transcript.
import { context, changed, afterDrawing, tell } from '../context.js';
import { countThrough } from '../library.js';
import { STEP, WINDOW, windowOf } from '../model/rows.js';
import { describe } from '../model/failure.js';
import { loadOlder, readPage } from './conversations.js';
import { markReadSoon } from './reading.js';

/** @typedef {import('../types.js').Entry} Entry */

const { state } = context;

/** This close to the bottom counts as there; this close to an edge of the window more is shown. */
const NEAR_PX = 48;
const EDGE_PX = 600;

/** Entries read at a time when going far back. */
const SEEK_PAGE = 500;

/** How long a message is pointed out. */
const FLASH_MS = 2_000;

const NOT_HERE = 'It was written before you were here on this device, or has not arrived yet.';

/** @returns {HTMLElement | null} */
const scroller = () => document.querySelector('.messages');

/** @type {{ conv: string, key: string, top: number } | undefined} what was at the upper edge before the drawing */
let anchor;

/** Before a drawing: notes what is looked at. */
export function beforeDrawing() {
  anchor = undefined;
  const view = scroller();
  const open = state.open;
  if (!view || !open || open.atBottom) return;
  const edge = view.getBoundingClientRect().top;
  for (const element of view.querySelectorAll('[data-key]')) {
    const box = element.getBoundingClientRect();
    if (box.bottom < edge) continue;
    anchor = { conv: open.conv, key: /** @type {HTMLElement} */ (element).dataset.key ?? '', top: box.top };
    return;
  }
}

/** After a drawing: puts it back in its place, or goes on at the bottom. */
export function restoreView() {
  const view = scroller();
  const open = state.open;
  if (!view || !open) return;
  if (open.atBottom) {
    view.scrollTop = view.scrollHeight;
  } else if (anchor?.conv === open.conv) {
    const element = view.querySelector(`[data-key="${anchor.key}"]`);
    if (element) view.scrollTop += element.getBoundingClientRect().top - anchor.top;
  }
}

/** The view was scrolled. */
export function scrolled() {
  const view = scroller();
  const open = state.open;
  if (!view || !open || open.phase === 'loading' || open.phase === 'seeking') return;
  const left = view.scrollHeight - view.scrollTop - view.clientHeight;
  const items = open.transcript.items();
  const { from, to } = windowOf(items, open.through);
  const atBottom = left < NEAR_PX && to === items.length;
  if (atBottom !== open.atBottom) {
    open.atBottom = atBottom;
    if (atBottom) {
      open.through = null;
      open.below = 0;
      markReadSoon();
    } else if (open.through === null) {
      open.through = items.at(-1)?.entry ?? null;
    }
    changed();
  }
  if (view.scrollTop < EDGE_PX) showOlder(from, to);
  else if (left < EDGE_PX && to < items.length) moveWindow(Math.min(items.length, to + STEP));
}

/** @param {number} from @param {number} to */
function showOlder(from, to) {
  const open = state.open;
  if (!open) return;
  if (from > 0) moveWindow(Math.max(to - STEP, Math.min(WINDOW, to)));
  else if (!open.complete && open.phase === 'ready') void loadOlder();
}

/** @param {number} to where the window ends */
function moveWindow(to) {
  const open = state.open;
  const last = open?.transcript.items()[to - 1];
  if (!open || !last) return;
  open.through = last.entry;
  open.atBottom = false;
  changed();
}

/** Goes to the newest message and stays there. */
export function followNewest() {
  const open = state.open;
  if (!open) return;
  open.through = null;
  open.atBottom = true;
  open.below = 0;
  markReadSoon();
  changed();
}

/**
 * Goes to a message, reading back as far as it takes.
 *
 * @param {(transcript: import('../model/Transcript.js').Transcript) => import('../model/Transcript.js').Item | undefined} find
 * @param {import('../state.js').Place} [place] where it is, if that is known: reading ends there
 */
export async function goTo(find, place) {
  const open = state.open;
  if (!open) return;
  let item = find(open.transcript);
  if (!item && !open.complete) {
    open.phase = 'seeking';
    changed();
    try {
      while (!item && !open.complete && state.open === open && !(place && open.oldest && open.oldest.hlc < place.hlc)) {
        await readPage(open, SEEK_PAGE);
        item = find(open.transcript);
      }
      open.phase = 'ready';
    } catch (error) {
      open.phase = 'failed';
      open.failure = describe(error, 'Older messages could not be read');
    }
  }
  changed();
  if (state.open !== open || open.phase === 'failed') return;
  if (item) pointOut(item.key, item.entry);
  else tell({ tone: 'bad', what: 'That message is not on this device.', todo: NOT_HERE });
}

/**
 * @param {string} key
 * @param {Entry} entry
 */
function pointOut(key, entry) {
  const open = state.open;
  if (!open) return;
  const items = open.transcript.items();
  const index = countThrough(items, (item) => item.entry, entry);
  open.through = items[Math.min(items.length, index + WINDOW / 2) - 1]?.entry ?? null;
  open.atBottom = false;
  open.active = key;
  open.flash = key;
  afterDrawing(() => {
    const element = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${key}"]`));
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
    scrolled(); // where all of it fits the screen the browser says nothing
  });
  setTimeout(() => {
    if (open.flash === key) open.flash = undefined;
    changed();
  }, FLASH_MS);
}
