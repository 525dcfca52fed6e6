import { countsAsMessage, countThrough } from '../library.js';
import { dayKey } from './times.js';

/** @typedef {import('./Transcript.js').Item} Item */
/** @typedef {import('../../lib/clock/TranscriptOrder.js').TranscriptOrder} Place */

/**
 * A line of the message view.
 *
 * @typedef {{ kind: 'day', key: string, atMs: number }
 *   | { kind: 'new', key: string }
 *   | { kind: 'message', key: string, item: Item, first: boolean }} Row
 */

/** Messages in the page at once: enough for any screen and some scrolling; more costs frames on a phone. */
export const WINDOW = 200;

/** How far the window moves when its edge comes into view. */
export const STEP = 80;

/** Messages of one author this close together share one heading. */
const TOGETHER_MS = 5 * 60_000;

/**
 * Where the window over the messages begins and ends.
 *
 * @param {Item[]} items
 * @param {Place | null} through last message in the window; null to follow the newest
 * @returns {{ from: number, to: number }} indices, the second exclusive
 */
export function windowOf(items, through) {
  const end = through ? countThrough(items, (item) => item.entry, through) : items.length;
  const to = Math.max(end, Math.min(WINDOW, items.length));
  return { from: Math.max(0, to - WINDOW), to };
}

/**
 * Lays messages out: day separators, the line above what is new, and who begins a run of messages.
 *
 * @param {Item[]} items those in the window
 * @param {string | undefined} firstNew key of the first message that was unread when the conversation was opened
 * @returns {Row[]}
 */
export function rowsOf(items, firstNew) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Item | undefined} */
  let before;
  for (const item of items) {
    const newDay = !before || dayKey(before.entry.atMs) !== dayKey(item.entry.atMs);
    if (newDay) rows.push({ kind: 'day', key: `day ${dayKey(item.entry.atMs)} ${item.key}`, atMs: item.entry.atMs });
    const isNew = item.key === firstNew;
    if (isNew) rows.push({ kind: 'new', key: 'new' });
    const joined =
      before &&
      !newDay &&
      !isNew &&
      before.account === item.account &&
      item.entry.atMs - before.entry.atMs < TOGETHER_MS;
    rows.push({ kind: 'message', key: item.key, item, first: !joined });
    before = item;
  }
  return rows;
}

/** From here on the library does not count unread messages: there may be more. */
export const COUNTED_UNREAD = 100;

/**
 * The first of the last messages of others, as the library counts them.
 *
 * @param {Item[]} items
 * @param {number} unread how many of them are unread
 * @returns {string | undefined} its key; undefined where there is none, or it is not among the items
 */
export function firstUnread(items, unread) {
  if (unread === 0) return undefined;
  return items.filter(countsAsMessage).at(-unread)?.key;
}
