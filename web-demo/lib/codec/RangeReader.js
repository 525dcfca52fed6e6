import { Limits } from '../wire/Limits.js';

/** @typedef {import('./JsonTree.js').Json} Json */
/** @typedef {import('../wire/types.js').Range} Range */

/** Reads the sets of sequence numbers: ranges `[from,through]`, ascending, not touching. */
export class RangeReader {
  /**
   * @param {import('./Fields.js').Fields} fields
   * @param {string} name of an array; an absent one is an empty set
   * @returns {Range[]}
   */
  static ranges(fields, name) {
    /** @type {Range[]} */
    const ranges = [];
    let previousThrough = -1;
    for (const value of fields.array(name, Limits.RANGES)) {
      if (!isRange(value)) {
        throw fields.bad(name, 'must be ranges [from,through] with 1 <= from <= through < 2^53');
      }
      if (value[0] <= previousThrough + 1) {
        throw fields.bad(name, 'must ascend without touching');
      }
      previousThrough = value[1];
      ranges.push(value);
    }
    return ranges;
  }
}

/**
 * @param {Json} value
 * @returns {value is Range}
 */
function isRange(value) {
  if (!Array.isArray(value) || value.length !== 2) {
    return false;
  }
  const [from, through] = value;
  return (
    typeof from === 'number' && typeof through === 'number' && from >= 1 && from <= through && through < Limits.SEQ_END
  );
}
