// Makes of a name or title that somebody chose one line that can be seen (TRS-7): nothing that steers a terminal, turns
// the direction of writing, hides, or piles up.

/** Longer ones would push away what stands behind them. */
const POINTS = 40;

/** No script of today needs more on one letter. */
const MARKS = 4;

const SPACE = /[\t-\r\p{Zs}\u2028\u2029]/u;
const MARK = /\p{M}/u;
const JOINER = /[\u200c\u200d]/;

/** Controls, formats, what no font shows, and what Unicode has not given yet but never shows. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\u{1d159}\u2065\ufff0-\ufff8\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]/u;

/**
 * The line.
 *
 * @param {string} text
 * @returns {string} empty where nothing can be seen
 */
export function visibleText(text) {
  /** @type {string[]} */
  const line = [];
  let marks = 0;
  let space = false;
  const all = [...text];
  for (const [index, point] of all.entries()) {
    const joiner = JOINER.test(point);
    if (SPACE.test(point)) {
      space = line.length > 0;
    } else if (joiner ? !space && joins(line.at(-1), all[index + 1]) : !HIDDEN.test(point)) {
      const mark = MARK.test(point);
      marks = mark ? marks + 1 : joiner ? marks : 0;
      const alone = line.length === 0;
      if ((mark && (alone || space || marks > MARKS)) || (alone && (point === '@' || point === '#'))) {
        continue;
      }
      if (space) {
        line.push(' ');
        space = false;
      }
      line.push(point);
    }
  }
  return line.length > POINTS ? line.slice(0, POINTS).join('') + '…' : line.join('');
}

/** Emoji and some scripts need joiners within words. @param {string} [last] @param {string} [next] */
const joins = (last, next) => isLetter(last) && isLetter(next) && !SPACE.test(next ?? '') && !HIDDEN.test(next ?? '');

/** @param {string | undefined} point */
const isLetter = (point) => point !== undefined && point >= '\x80';
