// Times as people read them.

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

/**
 * The local day of a time.
 *
 * @param {number} ms
 * @returns {string}
 */
export function dayKey(ms) {
  const date = new Date(ms);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/**
 * When the local day begins that is `days` days before. Days have 23 to 25 hours where clocks change.
 *
 * @param {number} ms
 * @param {number} days
 * @returns {number}
 */
function dayBefore(ms, days) {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime();
}

/**
 * The heading of a day.
 *
 * @param {number} ms
 * @param {number} nowMs
 * @returns {string}
 */
export function dayLabel(ms, nowMs) {
  if (dayKey(ms) === dayKey(nowMs)) return 'Today';
  if (dayKey(ms) === dayKey(dayBefore(nowMs, 1))) return 'Yesterday';
  return longDate.format(ms);
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
  return ms >= dayBefore(nowMs, 6) ? weekday.format(ms) : shortDate.format(ms);
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
