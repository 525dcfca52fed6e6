// Times as people read them.

import { dayLabel as labelOf, dayOf } from '../library.js';

const MINUTE_MS = 60_000;

/** Further back a weekday would be of another week. */
const WEEK_DAYS = 7;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDate = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** @param {number} ms @returns {string} time of day */
export const timeOf = (ms) => clock.format(ms);

/** @param {number} ms @returns {string} date and time */
export const fullTime = (ms) => full.format(ms);

/** How far the clocks here are ahead of UTC. @param {number} ms */
const here = (ms) => -new Date(ms).getTimezoneOffset() * MINUTE_MS;

/** The local day of a time, by number. @param {number} ms */
export const dayKey = (ms) => dayOf(ms, here);

const LABELS = { today: 'Today', yesterday: 'Yesterday' };

/**
 * The heading of a day.
 *
 * @param {number} ms
 * @param {number} nowMs
 * @returns {string}
 */
export function dayLabel(ms, nowMs) {
  const label = labelOf(dayKey(ms), dayKey(nowMs));
  return label === 'date' ? longDate.format(ms) : LABELS[label];
}

/**
 * A time in as few letters as tell it, for the list.
 *
 * @param {number} ms
 * @param {number} nowMs
 * @returns {string}
 */
export function shortTime(ms, nowMs) {
  if (dayKey(ms) === dayKey(nowMs)) return clock.format(ms);
  return dayKey(nowMs) - dayKey(ms) < WEEK_DAYS ? weekday.format(ms) : shortDate.format(ms);
}

/**
 * How long ago somebody was there.
 *
 * @param {number} ms
 * @param {number} nowMs
 * @returns {string}
 */
export function agoLabel(ms, nowMs) {
  const minutes = Math.floor((nowMs - ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  return dayKey(ms) === dayKey(nowMs) ? `at ${clock.format(ms)}` : shortDate.format(ms);
}
