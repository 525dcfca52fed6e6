// The order in which a conversation is shown (CLK-4), the same on every device.

/**
 * A place in a conversation.
 *
 * @typedef {{ hlc: bigint, device: string, seq: number }} Place
 */

/**
 * Compares two places: by clock stamp, then device, then number.
 *
 * @param {Place} a
 * @param {Place} b
 * @returns {number} negative, 0 or positive
 */
export function comparePlaces(a, b) {
  if (a.hlc !== b.hlc) return a.hlc < b.hlc ? -1 : 1;
  if (a.device !== b.device) return a.device < b.device ? -1 : 1;
  return a.seq - b.seq;
}

/**
 * Finds how many of the sorted things lie before a place or at it.
 *
 * @template T
 * @param {T[]} sorted
 * @param {(thing: T) => Place} placeOf
 * @param {Place} place
 * @returns {number}
 */
export function countThrough(sorted, placeOf, place) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comparePlaces(placeOf(sorted[middle]), place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
