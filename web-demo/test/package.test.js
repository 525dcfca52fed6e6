import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (/** @type {string} */ name) => readFileSync(new URL('../' + name, import.meta.url), 'utf8');

test('the package has the version of the Java modules', () => {
  const java = /<version>([^<]+)<\/version>/.exec(read('../pom.xml'))?.[1];
  assert.equal(JSON.parse(read('package.json')).version, java?.replace('-SNAPSHOT', ''));
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
});
