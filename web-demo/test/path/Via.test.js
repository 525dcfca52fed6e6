import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whySentence } from '../../lib/path/PathWhy.js';
import { viaOf } from '../../lib/path/Via.js';
import { cases } from '../vectors.js';

for (const { id, requirement, path, local, remote, tries, via, why } of cases('via')) {
  test(`${requirement} ${id}`, () => {
    assert.equal(viaOf(path, local, remote), via);
    assert.equal(whySentence(via, tries), why);
  });
}
