// Days of the calendar, by number: 0 is the first of January 1970. A day has 23, 24 or 25 hours where clocks change, so
// days are counted, never hours (TRS-9).

/** @typedef {(atMs: number) => number} Zone how far its clocks are ahead of UTC at that moment, in ms; negative in the west */

const DAY_MS = 86_400_000;

/**
 * The day on which something was.
 *
 * @param {number} atMs
 * @param {Zone} zone
 */
export const dayOf = (atMs, zone) => Math.floor((atMs + zone(atMs)) / DAY_MS);

/**
 * How a day is called on another one.
 *
 * @param {number} day
 * @param {number} today
 * @returns {'today' | 'yesterday' | 'date'} `date`: it is to be told by its date
 */
export function dayLabel(day, today) {
  if (day === today) {
    return 'today';
  }
  return day === today - 1 ? 'yesterday' : 'date';
}
