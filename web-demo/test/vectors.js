import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/**
 * One case of a file of `protocol/vectors`, or one step of it; see the README there.
 *
 * @typedef {{ [name: string]: any }} Plain
 */

/**
 * @param {string} file name without extension
 * @param {string} [list]
 * @returns {Plain[]} never empty
 */
export function cases(file, list = 'cases') {
  const url = new URL(`../../protocol/vectors/${file}.json`, import.meta.url);
  const found = JSON.parse(readFileSync(url, 'utf8'))[list];
  assert.ok(found.length > 0, `${file}.${list} is empty`);
  return found;
}

/**
 * A core behind plain values, as its vectors drive it.
 *
 * @typedef {object} CoreUnderTest
 * @property {(input: string, step: Plain, nowMs: number) => void} take
 * @property {() => Plain | null} poll the next thing that it wants done
 * @property {() => Plain | null} deadline what it waits for
 * @property {() => Plain} [rungs] what became of each rung: requested, not needed, succeeded, failed
 */

/**
 * Makes a test of each case: its steps in order, effects exactly, and deadlines where they are stated.
 *
 * @param {Plain[]} vectors
 * @param {(vector: Plain) => CoreUnderTest} begin
 */
export function runSteps(vectors, begin) {
  for (const vector of vectors) {
    test(`${vector.requirement} ${vector.id}`, () => {
      const core = begin(vector);
      vector.steps.forEach((/** @type {Plain} */ step, /** @type {number} */ index) => {
        const where = `step ${index}: ${JSON.stringify(step)}`;
        core.take(step.do, step, step.nowMs);
        assert.deepEqual(effects(core), step.effects, where);
        if ('deadline' in step) {
          assert.deepEqual(core.deadline() ?? 'none', step.deadline, where);
        }
        for (const [rung, counts] of Object.entries(step.rungs ?? {})) {
          assert.deepEqual(core.rungs?.()[rung], counts, where);
        }
      });
    });
  }
}

/** @param {CoreUnderTest} core */
function effects(core) {
  const effects = [];
  for (let effect = core.poll(); effect !== null; effect = core.poll()) {
    effects.push(effect);
  }
  return effects;
}
