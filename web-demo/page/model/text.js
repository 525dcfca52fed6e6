// Pieces of texts that people wrote: never half a character, and in their own direction.

/**
 * The beginning of a text.
 *
 * @param {string} text
 * @param {number} length at most, in UTF-16 units
 */
export const beginning = (text, length) => text.slice(0, whole(text, length));

/**
 * Where to cut so that no character is cut in half.
 *
 * @param {string} text
 * @param {number} at
 * @returns {number} there, or one before
 */
function whole(text, at) {
  if (at <= 0 || at >= text.length) return at;
  const inside = /[\uDC00-\uDFFF]/.test(text[at]) && /[\uD800-\uDBFF]/.test(text[at - 1]);
  return inside ? at - 1 : at;
}

/** Letters shown before and after the words that were searched for. */
const BEFORE = 40;
const AFTER = 140;

/**
 * The words searched for, with what stands around them.
 *
 * @param {string} text
 * @param {string} words
 * @returns {{ before: string, hit: string, after: string }} no hit where an edit or another spelling hides it
 */
export function around(text, words) {
  const lower = text.toLowerCase();
  // Few letters are longer in lower case; then nothing lies where it is found.
  const at = words === '' || lower.length !== text.length ? -1 : lower.indexOf(words.toLowerCase());
  if (at < 0) return { before: beginning(text, BEFORE + AFTER), hit: '', after: '' };
  const from = whole(text, Math.max(0, at - BEFORE));
  const end = whole(text, at + words.length);
  return {
    before: (from > 0 ? '…' : '') + text.slice(from, at),
    hit: text.slice(at, end),
    after: text.slice(end, whole(text, end + AFTER)),
  };
}

/**
 * A name for the middle of a sentence: whatever its direction, the sentence keeps its own.
 *
 * @param {string} name
 */
export const isolated = (name) => `\u2068${name}\u2069`;

/** Missing in browsers of before 2024. */
const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** @param {string} text @returns {string} what a person takes for its first letter: a flag, a letter with its accent */
export function firstLetter(text) {
  const [first = ''] = segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : text;
  return first;
}
