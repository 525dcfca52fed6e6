// The order in which a conversation is shown (CLK-4), the same on every device.
import { compareTranscript } from '../library.js';

/** @typedef {import('../../lib/clock/TranscriptOrder.js').TranscriptOrder} Place a place in a conversation */

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
    if (compareTranscript(placeOf(sorted[middle]), place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
